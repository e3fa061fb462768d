/**
 * The service worker at `/V.js`: it keeps the page itself, so that `/V` opens without a network
 * after its first load. What the page verifies by is kept by the page.
 */
interface Worker {
  readonly caches: {
    open(name: string): Promise<{
      add(url: string): Promise<void>;
      put(url: string, response: Response): Promise<void>;
      match(url: string): Promise<Response | undefined>;
    }>;
  };
  readonly location: { readonly origin: string };
  fetch(request: { readonly url: string }): Promise<Response>;
  addEventListener(event: string, listener: (event: WorkerEvent) => void): void;
}

interface WorkerEvent {
  readonly request: { readonly url: string };
  waitUntil(work: Promise<unknown>): void;
  respondWith(response: Promise<Response>): void;
}

const PAGE = "/V";
const worker = globalThis as unknown as Worker;
const kept = () => worker.caches.open("licentia-verifier");

worker.addEventListener("install", (event) => {
  event.waitUntil(kept().then((cache) => cache.add(PAGE)));
});

worker.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin === worker.location.origin && pathname === PAGE) {
    event.respondWith(freshOrKept(event.request));
  }
});

/** The page from the network, kept as it is now; without a network as it was. */
async function freshOrKept(request: WorkerEvent["request"]): Promise<Response> {
  const cache = await kept();
  try {
    const fresh = await worker.fetch(request);
    if (fresh.ok) await cache.put(PAGE, fresh.clone());
    return fresh;
  } catch (error) {
    const page = await cache.match(PAGE);
    if (!page) throw error;
    return page;
  }
}
