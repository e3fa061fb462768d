/**
 * What the page asks of a browser. Declared here and not by the DOM's library, whose names would
 * then be known, and wrongly allowed, in all the code that runs on a server.
 */
export interface Browser {
  readonly document: {
    readonly documentElement: PageElement;
    getElementById(id: string): PageElement | null;
    createElement(name: string): PageElement;
  };
  readonly location: { readonly origin: string; readonly hash: string };
  readonly localStorage: {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
  };
  readonly navigator: {
    readonly language: string;
    readonly serviceWorker?: {
      register(url: string, options: { readonly scope: string }): Promise<unknown>;
    };
  };
  fetch(url: string): Promise<{ readonly ok: boolean; text(): Promise<string> }>;
  addEventListener(event: string, listener: () => void): void;
}

export interface PageElement {
  textContent: string | null;
  value?: string;
  lang: string;
  className: string;
  replaceChildren(...children: PageElement[]): void;
  addEventListener(event: string, listener: () => void): void;
}
