/**
 * The audit chain of one application: events numbered without a gap, each holding the hash of the
 * one before it. Taking one out, putting one in or changing one breaks every hash after it.
 */
import { createHash } from "node:crypto";
import type { Actor, AuditEvent, EventBody } from "../application/event.ts";
import type { Instant } from "../ports.ts";

/** SHA-256 of a value in canonical JSON (members sorted by name, RFC 8785 for our value space). */
export function digest(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("base64url");
}

/** The next event of a chain whose last had number `seq` and hash `previous`. */
export function seal(
  last: { readonly seq: number; readonly hash: string },
  event: { readonly at: Instant; readonly actor: Actor; readonly body: EventBody },
): AuditEvent {
  const sealed = {
    seq: last.seq + 1,
    at: event.at,
    actor: event.actor,
    body: event.body,
    previous: last.hash,
  };
  return { ...sealed, hash: digest(sealed) };
}

export type ChainCheck =
  | { readonly whole: true; readonly events: number; readonly head: string }
  | {
      readonly whole: false;
      readonly seq: number;
      readonly reason: "gap" | "altered" | "unchained";
    };

/** Whether a trail is whole, and if not, at which number it first is not. */
export function checkChain(events: readonly AuditEvent[]): ChainCheck {
  let seq = 0;
  let head = "";
  for (const event of events) {
    const { hash, ...sealed } = event;
    const broken =
      event.seq !== seq + 1
        ? "gap"
        : event.previous !== head
          ? "unchained"
          : digest(sealed) !== hash
            ? "altered"
            : undefined;
    if (broken) {
      return { whole: false, seq: seq + 1, reason: broken };
    }
    seq = event.seq;
    head = hash;
  }
  return { whole: true, events: seq, head };
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((each) => canonical(each ?? null)).join(",")}]`;
  }
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}
