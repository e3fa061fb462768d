/** `/clock`: what the domain clock shows and, where it is a virtual one, how it is moved. */
import type { RequestListener } from "node:http";
import { sendJson } from "../body.ts";
import type { VirtualClock } from "./virtual.ts";

/** @param moved called after each move, so that what has become due happens at once */
export function clockListener(
  clock: VirtualClock | undefined,
  moved: () => Promise<void>,
): RequestListener {
  return async (request, response) => {
    const kind = clock ? "virtual" : "real";
    const now = () => new Date(clock?.now() ?? Date.now()).toISOString();
    if (request.method === "GET") return sendJson(response, 200, { kind, now: now() });
    const asked = new URL(request.url ?? "", "http://clock").searchParams.get("by");
    const by = asked === null ? Number.NaN : Number(asked);
    if (request.method !== "POST" || !Number.isSafeInteger(by) || by < 0) {
      return sendJson(response, 400, { error: "POST /clock?by=<milliseconds>" });
    }
    if (!clock) return sendJson(response, 409, { error: "the clock is the real one" });
    // A page of another site that is open in a browser here shall not move the time.
    if (request.headers.origin !== undefined) {
      return sendJson(response, 403, { error: "moved by npm run clock alone" });
    }
    try {
      clock.advance(by);
    } catch (error) {
      return sendJson(response, 400, { error: (error as RangeError).message });
    }
    await moved();
    return sendJson(response, 200, { kind, now: now() });
  };
}
