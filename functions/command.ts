/**
 * One command on one application: load, let a pure rule decide, save in one conditional write. What
 * was changed meanwhile is loaded and decided again, so a refusal always rests on the newest state.
 */

import { nextLook } from "../shared/application/agenda.ts";
import { type Application, inMotion } from "../shared/application/application.ts";
import type { Case, Rules } from "../shared/application/case.ts";
import { type Change, changed, wakeOf } from "../shared/application/change.ts";
import type { Actor, EventBody } from "../shared/application/event.ts";
import type { Clock, Instant } from "../shared/ports.ts";
import { Problem } from "../shared/problem.ts";
import { type CommitFailure, failureOf, type TokenOf } from "../shared/store/applications.ts";
import { ConditionFailed, type Write, WriteConflict } from "../shared/store/client.ts";
import { idempotencyWrite } from "../shared/store/idempotency.ts";
import type { Store } from "../shared/store/store.ts";
import type { HttpAnswer } from "./contract.ts";
import { inTurn } from "./in-turn.ts";

/** A write beside the change, with what it means that its condition does not hold. */
export interface Beside {
  readonly write: Write;
  /** Absent: load and decide again. */
  readonly otherwise?: () => Error;
}

export interface Decided {
  readonly actor: Actor;
  readonly events: readonly EventBody[];
  readonly beside?: readonly Beside[];
  readonly token?: TokenOf;
}

/** What a command needs of the world. `realClock` is for retries; `clock` is the domain's. */
export interface World {
  readonly store: Store;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly rulesFor: (application: Application) => Promise<Rules>;
}

/** A request that must be answered the same however often it comes. */
export interface Once {
  readonly subject: string;
  readonly key: string;
  readonly request: string;
}

/** Some two seconds in all: enough for twenty who read or write one file at the same moment. */
const TRIES = 16;
const LONGEST_WAIT_MS = 160;

/** Decides on a case; pure but for what it has to read beside the application. */
export type Decide = (kase: Case) => Promise<Decided> | Decided;

/** Carries a command out. @returns the application after it (as it was, where nothing happened) */
export async function carryOut(world: World, id: string, decide: Decide): Promise<Application> {
  const { application } = await attempted(world, id, (before) => decidedOn(world, before, decide));
  return application;
}

/** The same, answered to a client: with an idempotency key, the first answer stands for all. */
export function carryOutOnce(
  world: World,
  id: string,
  once: Once | undefined,
  decide: Decide,
  answer: (application: Application, rules: Rules) => HttpAnswer,
): Promise<HttpAnswer> {
  return answeredOnce(world, once, async (record) => {
    const { application, rules } = await attempted(
      world,
      id,
      (before) => decidedOn(world, before, decide),
      (after, rules) => record(answer(after, rules)),
    );
    return answer(application, rules);
  });
}

/** Begins an application: its first event makes it. */
export function begin(
  world: World,
  id: string,
  rules: Rules,
  once: Once | undefined,
  decided: Decided,
  answer: (application: Application) => HttpAnswer,
): Promise<HttpAnswer> {
  return answeredOnce(world, once, async (record) => {
    const { application } = await attempted(
      world,
      id,
      async () => ({ rules, decided, now: world.clock.now() }),
      (after) => record(answer(after)),
    );
    return answer(application);
  });
}

async function decidedOn(world: World, before: Application | undefined, decide: Decide) {
  if (!before) throw new Problem("not-found");
  const rules = await world.rulesFor(before);
  const now = momentFor(world, before);
  return { rules, decided: await decide({ ...rules, application: before, now }), now };
}

/** No two machines' clocks agree to the millisecond, and a file's own time never runs back. */
function momentFor({ clock }: World, { ledger }: Application): Instant {
  return Math.max(clock.now(), ledger?.marks.at(-1)?.at ?? 0);
}

/** Two requests with one key: whichever stores its answer first gives both theirs. */
export async function answeredOnce(
  { store, realClock }: Pick<World, "store" | "realClock">,
  once: Once | undefined,
  act: (record: (answer: HttpAnswer) => Beside[]) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  if (!once) return act(() => []);
  const { subject, key, request } = once;
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await store.idempotency.find(subject, key);
    if (found) {
      if (found.request !== request) throw new Problem("idempotency-key-reused");
      return found.answer;
    }
    try {
      return await act((answer) => [
        {
          write: idempotencyWrite(subject, key, { request, answer }, realClock.now()),
          otherwise: () => new AnsweredMeanwhile(),
        },
      ]);
    } catch (error) {
      // A refusal may rest on what another request with this key has done: then its answer stands.
      const meanwhile =
        error instanceof AnsweredMeanwhile ||
        error instanceof WriteConflict ||
        (error instanceof Problem && (await store.idempotency.find(subject, key)) !== undefined);
      if (!meanwhile) throw error;
      await patience(tries);
    }
  }
  throw new Problem("busy");
}

class AnsweredMeanwhile extends Error {}

interface Decision {
  readonly rules: Rules;
  readonly decided: Decided;
  /** The one moment at which it is decided and recorded. */
  readonly now: Instant;
}

async function attempted(
  world: World,
  id: string,
  decide: (before: Application | undefined) => Promise<Decision>,
  record: (after: Application, rules: Rules) => Beside[] = () => [],
): Promise<{ application: Application; rules: Rules }> {
  for (let tries = 0; tries < TRIES; tries++) {
    const done = await inTurn(id, () => attempt(world, id, decide, record));
    if (done !== "again") return done;
    await patience(tries);
  }
  throw new Problem("busy");
}

async function attempt(
  world: World,
  id: string,
  decide: (before: Application | undefined) => Promise<Decision>,
  record: (after: Application, rules: Rules) => Beside[],
): Promise<{ application: Application; rules: Rules } | "again"> {
  const before = await world.store.applications.load(id);
  const { rules, decided, now } = await decide(before);
  if (before && decided.events.length === 0) {
    await answerAlone(world, record(before, rules));
    return { application: before, rules };
  }
  const change = changed(id, before, decided.events, decided.actor, now);
  const beside = [...(decided.beside ?? []), ...record(change.after, rules)];
  const refusal = await save(world, rules, change, decided.token, beside);
  if (refusal && refusal !== "again") throw refusal;
  return refusal ?? { application: change.after, rules };
}

/** Where nothing had to be changed, the answer to the key is still the first one. */
async function answerAlone({ store }: World, beside: readonly Beside[]): Promise<void> {
  if (beside.length === 0) return;
  try {
    await store.table.write(beside.map(({ write }) => write));
  } catch (error) {
    throw error instanceof ConditionFailed ? new AnsweredMeanwhile() : error;
  }
}

async function save(
  { store, clock, realClock }: World,
  rules: Rules,
  change: Change,
  token: TokenOf | undefined,
  beside: readonly Beside[],
): Promise<Error | "again" | undefined> {
  const { after } = change;
  const realNow = realClock.now();
  const now = clock.now();
  const next = inMotion(after) ? undefined : nextLook({ ...rules, application: after, now });
  const commit = {
    change,
    wake: wakeOf(after, next, realNow),
    redriveAt: realNow + REDRIVE_MAIL_MS,
    ...(token && { token }),
    beside: beside.map(({ write }) => write),
  };
  try {
    await store.applications.commit(commit);
    return undefined;
  } catch (error) {
    if (error instanceof WriteConflict) return "again";
    if (!(error instanceof ConditionFailed)) throw error;
    return refusalOf(failureOf(commit, error.failed), beside);
  }
}

const REDRIVE_MAIL_MS = 30_000;

function refusalOf({ beside: failed }: CommitFailure, beside: readonly Beside[]): Error | "again" {
  for (const at of failed) {
    const refusal = beside[at]?.otherwise?.();
    if (refusal) return refusal;
  }
  return "again";
}

/** Real time, growing and uneven, so that twenty writers of one file do not meet again and again. */
function patience(tries: number): Promise<void> {
  const longest = Math.min(5 * 2 ** tries, LONGEST_WAIT_MS);
  return new Promise((resolve) => setTimeout(resolve, longest * (0.5 + Math.random() / 2)));
}
