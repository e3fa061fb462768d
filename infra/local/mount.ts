import type { IncomingMessage, RequestListener } from "node:http";

/** One neighbour of the platform, ready to be mounted by the front server under its own prefix. */
export interface Mount {
  /** Receives requests whole: `request.url` still carries the prefix it is mounted under. */
  readonly listener: RequestListener;
  /** Stops timers and work under way and closes files; nothing acknowledged is lost. */
  close(): Promise<void>;
}

/**
 * The request's URL, read below the absolute URL at which a neighbour is mounted.
 * `path` begins with `/` and is still percent-encoded; undefined when the request lies elsewhere.
 */
export function below(
  mountedAt: string,
  request: IncomingMessage,
): { path: string; query: URLSearchParams } | undefined {
  const prefix = new URL(mountedAt).pathname.replace(/\/$/, "");
  const [path = "", search = ""] = splitOnce(request.url ?? "/", "?");
  if (path !== prefix && !path.startsWith(`${prefix}/`)) return undefined;
  return { path: path.slice(prefix.length) || "/", query: new URLSearchParams(search) };
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
