/** The licence that a new one takes the place of: both change in one write, or neither does. */
import { changed, wakeOf } from "../shared/application/change.ts";
import { licensedOf, reasonsFor } from "../shared/application/commands/change-status.ts";
import type { Actor, Renewed } from "../shared/application/event.ts";
import { marksOf, mayChange } from "../shared/licence/status.ts";
import type { Instant } from "../shared/ports.ts";
import { commitWrites } from "../shared/store/applications.ts";
import { markWrites } from "../shared/store/status-lists.ts";
import type { Beside } from "./command.ts";
import { realClock, rulesFor, store } from "./wiring.ts";

const REDRIVE_MAIL_MS = 30_000;

/** What must be written so that it is replaced; nothing where it is not in force any more. */
export async function replacing(renews: Renewed, actor: Actor, now: Instant): Promise<Beside[]> {
  const before = await store().applications.load(renews.application);
  const stored = await store().licences.ofApplication(renews.application);
  const licensed = before && licensedOf(before);
  if (!before || !stored || !licensed || !mayChange(licensed, "replace", now)) return [];
  const { permit } = await rulesFor(before);
  const action = "replace";
  const reason = reasonsFor(permit, action)[0]?.code ?? "renewed";
  const { number } = renews;
  const event = { type: "LicenceStatusDecided", number, action, reason, effectiveAt: now } as const;
  const change = changed(before.id, before, [event], actor, now);
  const realNow = realClock.now();
  const wake = wakeOf(change.after, undefined, realNow);
  const changes = marksOf({
    ...licensed,
    changes: [...licensed.changes, { action, reason, from: now }],
  });
  return [
    ...commitWrites({ change, wake, redriveAt: realNow + REDRIVE_MAIL_MS }),
    ...markWrites(stored.statusList, { index: stored.statusIndex, changes }),
  ].map((write) => ({ write }));
}
