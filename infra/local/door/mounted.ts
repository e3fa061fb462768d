import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Log } from "../../../functions/log.ts";
import { SERVER_ERROR } from "./answer.ts";
import { newRequestId, sendAnswer } from "./sending.ts";

/** A neighbour that answers by itself whatever lies under its prefix, such as `/identity`; `/` is the root alone. */
export interface MountedListener {
  readonly prefix: string;
  /** Receives requests whole: `request.url` still carries the prefix. */
  readonly listener: RequestListener;
}

/** The neighbour with the longest prefix that a request lies under. */
export function mountOf(
  mounts: readonly MountedListener[],
  request: IncomingMessage,
): MountedListener | undefined {
  const path = (request.url ?? "/").replace(/\?.*$/s, "");
  const matching = mounts.filter(
    ({ prefix }) =>
      path === prefix || (prefix !== "/" && path.startsWith(`${prefix.replace(/\/$/, "")}/`)),
  );
  return matching.sort((a, b) => b.prefix.length - a.prefix.length)[0];
}

/** A listener of type void may well be asynchronous, and its failure must not end the platform. */
export async function serveMount(
  mount: MountedListener,
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
): Promise<void> {
  try {
    await mount.listener(request, response);
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    log.error("A mounted service failed.", { prefix: mount.prefix, error: name });
    if (response.headersSent) response.destroy();
    else sendAnswer(response, SERVER_ERROR, newRequestId());
  }
}
