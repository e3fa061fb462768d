/**
 * Walks through the open files after a calendar was changed, and counts the dates of those of its
 * authority anew. Files are found where the sweep finds them, in the wake index: one that nothing is
 * ahead of has no date that could move. Page by page, each file in a write of its own; a walk that
 * was cut off goes on from its last page.
 */
import { inMotion } from "../shared/application/application.ts";
import type { Case } from "../shared/application/case.ts";
import { type EventBody, isFinal } from "../shared/application/event.ts";
import { recount } from "../shared/application/recount.ts";
import type { Instant } from "../shared/ports.ts";
import { carryOut, type World } from "./command.ts";
import { described, logger } from "./runtime.ts";

const PAGE = 100;

/** @param until real time at which it stops, to be gone on with by the next sweep */
export async function recountFiles(world: World, authority: string, until: Instant): Promise<void> {
  const { recounts } = world.store;
  let place = await recounts.place(authority);
  while (place && world.realClock.now() < until) {
    const { ids, next } = await recounts.openFiles(place, PAGE);
    for (const id of ids) await recountFile(world, authority, id);
    await recounts.proceed(authority, next, world.clock.now());
    place = next;
  }
}

/** What fails here is counted anew when its time comes: nothing is done by a date that moved. */
async function recountFile(world: World, authority: string, id: string): Promise<void> {
  try {
    const file = await world.store.applications.load(id);
    if (file?.authority !== authority) return;
    const seen = { ...(await world.rulesFor(file)), application: file };
    if (moved(seen).length === 0) return;
    await carryOut(world, id, (kase) => ({
      actor: { kind: "platform", part: "clock" },
      events: moved(kase),
    }));
  } catch (error) {
    logger.error("not counted anew", { application: id, ...described(error) });
  }
}

function moved(kase: Omit<Case, "now">): EventBody[] {
  const { application } = kase;
  if (isFinal(application.phase) || inMotion(application)) return [];
  return [recount(kase) ?? []].flat();
}
