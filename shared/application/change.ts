/**
 * A change of one application: the events a command decided upon, folded and chained, with all that
 * must be written beside them. Pure; the store writes it in one transaction.
 */
import { seal } from "../audit/chain.ts";
import type { Instant } from "../ports.ts";
import { type Application, inMotion, type Task } from "./application.ts";
import type { Actor, AuditEvent, EventBody } from "./event.ts";
import { evolve } from "./evolve.ts";
import { type OwedMail, owedMails } from "./mails.ts";
import { owedSettlements } from "./settlement.ts";

export interface Change {
  readonly before: Application | undefined;
  readonly after: Application;
  readonly events: readonly AuditEvent[];
  /** Officers' tasks that are new or not as they were. */
  readonly tasks: readonly Task[];
  readonly mails: readonly OwedMail[];
  /** Checkouts that must be brought to an end in which no money is kept. */
  readonly settlements: readonly string[];
}

/** Applies events to an application. At least one; the first of a new one is `DraftCreated`. */
export function changed(
  id: string,
  before: Application | undefined,
  bodies: readonly EventBody[],
  actor: Actor,
  at: Instant,
): Change {
  const events: AuditEvent[] = [];
  const mails: OwedMail[] = [];
  const settlements = new Set<string>();
  let application = before;
  for (const body of bodies) {
    const last = { seq: application?.seq ?? 0, hash: application?.head ?? "" };
    const event = seal(last, { at, actor, body });
    const next = evolve(application, { id, ...event });
    mails.push(...owedMails(event.seq, body, application, next));
    for (const checkout of owedSettlements(body, application, next)) settlements.add(checkout);
    events.push(event);
    application = next;
  }
  if (!application) {
    throw new Error("a change needs an event");
  }
  return {
    before,
    after: application,
    events,
    tasks: changedTasks(before, application),
    mails,
    settlements: [...settlements],
  };
}

/** The application that a trail gives when it is replayed from its first event. */
export function replay(id: string, events: readonly AuditEvent[]): Application | undefined {
  return events.reduce<Application | undefined>(
    (application, event) => evolve(application, { id, ...event }),
    undefined,
  );
}

/**
 * When somebody must look at the application again: at once while it is in motion (real time, with
 * growing patience for each run that died), else at the next moment that its clock names.
 */
export function wakeOf(
  application: Application,
  nextMoment: Instant | undefined,
  realNow: Instant,
): { readonly kind: "due" | "redrive"; readonly at: Instant } | undefined {
  if (inMotion(application)) {
    const patience = Math.min(REDRIVE_MS * 2 ** (application.run - 1), LONGEST_REDRIVE_MS);
    return { kind: "redrive", at: realNow + patience };
  }
  return nextMoment === undefined ? undefined : { kind: "due", at: nextMoment };
}

const REDRIVE_MS = 30_000;
const LONGEST_REDRIVE_MS = 3_600_000;

function changedTasks(before: Application | undefined, after: Application): Task[] {
  return Object.values(after.tasks).filter(
    (task) => task.by === "officer" && before?.tasks[task.stage] !== task,
  );
}
