/**
 * Looks after one application: carries out what time has made due, then sees to it that its
 * execution knows. The stream and the sweep call this same function; it reads everything anew, so
 * it does not matter how often, how late or in which order it is called.
 */

import { dueEvent, nextLook } from "../shared/application/agenda.ts";
import { type Application, inMotion } from "../shared/application/application.ts";
import { wakeOf } from "../shared/application/change.ts";
import { nextAsking, recordPayment } from "../shared/application/commands/pay.ts";
import { type EventBody, isFinal, type Outcome } from "../shared/application/event.ts";
import type { PaymentGateway } from "../shared/ports.ts";
import type { TokenOf } from "../shared/store/applications.ts";
import type { Store } from "../shared/store/store.ts";
import type { Workflow } from "../shared/workflow/states.ts";
import { carryOut, type World } from "./command.ts";
import { asGateway } from "./settle.ts";

export interface Attendance {
  readonly world: World;
  readonly store: Store;
  readonly workflow: Workflow;
  /** Only the sweep has it: the stream leaves to it whatever must be asked there first. */
  readonly gateway?: PaymentGateway;
}

const WAITING_MS = 3_600_000;

/** As many events as can be due at one moment, and some. */
const MOST_EVENTS = 20;

/**
 * What leads here: a change that the stream tells of, or a `wakeAt` that has passed. Where it has
 * passed in `redrive`, the usual way did not lead on in time, and the execution itself is looked at.
 */
export type Occasion = "stream" | "due" | "redrive";

export async function attend(
  attendance: Attendance,
  id: string,
  occasion: Occasion,
): Promise<void> {
  const { world, store } = attendance;
  const loaded = await store.applications.loadWithTokens(id);
  if (!loaded) return;
  const application = await catchUp(attendance, loaded.application);
  if (inMotion(application)) await lead(attendance, application, loaded.tokens, occasion);
  if (occasion !== "stream") await lookAgain(world, application);
}

async function lead(
  { world, workflow }: Attendance,
  application: Application,
  tokens: ReadonlyMap<string, TokenOf>,
  occasion: Occasion,
): Promise<void> {
  const redrive = occasion === "redrive";
  if (application.current.length === 0) return begin(world, workflow, application, redrive);
  const delivered = await deliver(workflow, application, tokens);
  if (!delivered && redrive) await revive(world, workflow, application);
}

/** What was swept and did not change is put where its time comes next, or it is swept for ever. */
async function lookAgain(world: World, application: Application): Promise<void> {
  const rules = await world.rulesFor(application);
  const now = world.clock.now();
  const next = inMotion(application) ? undefined : nextLook({ ...rules, application, now });
  // What is past and did not happen waits for a calendar's data: it need not be asked every minute.
  const at = next !== undefined && next <= now ? now + WAITING_MS : next;
  const wake = wakeOf(application, at, world.realClock.now());
  await world.store.applications.rewake(application, wake);
}

/** Everything that time has made due, one event after the other. */
async function catchUp({ world, gateway }: Attendance, loaded: Application): Promise<Application> {
  let application = await withMoney(world, gateway, loaded);
  if (application === undefined) return loaded;
  for (let count = 0; count < MOST_EVENTS; count++) {
    const rules = await world.rulesFor(application);
    const seen = { ...rules, application, now: world.clock.now() };
    if (!dueEvent(seen)) return application;
    application = await carryOut(world, application.id, (kase) => {
      const event = dueEvent(kase);
      return { actor: { kind: "platform", part: "clock" }, events: event ? [event] : [] };
    });
  }
  return application;
}

/**
 * Before time takes its course with a file that waits for money, the gateway is asked: a payment
 * that nobody told of counts. @returns undefined where it must be asked, and this is not the place
 */
async function withMoney(
  world: World,
  gateway: PaymentGateway | undefined,
  application: Application,
): Promise<Application | undefined> {
  const rules = await world.rulesFor(application);
  const { checkout: id } = application;
  const owes = nextAsking({ ...rules, application, now: world.clock.now() }) !== undefined;
  if (!owes || id === undefined) return application;
  if (!gateway) return undefined;
  const checkout = await gateway.fetch(id);
  if (checkout?.status !== "paid") return application;
  return carryOut(
    world,
    application.id,
    asGateway((kase) => recordPayment(kase, checkout)),
  );
}

async function begin(
  world: World,
  workflow: Workflow,
  application: Application,
  redrive: boolean,
): Promise<void> {
  const started = await workflow.start(runName(application));
  if (started === "exists" && redrive) await revive(world, workflow, application);
}

/** Tells the execution every outcome that it stands before; false where one of them was not heard. */
async function deliver(
  workflow: Workflow,
  application: Application,
  tokens: ReadonlyMap<string, TokenOf>,
): Promise<boolean> {
  const words = application.current.map((stage): Word | undefined => {
    const task = application.tasks[stage];
    const token = task && tokens.get(`${stage}#${task.round}`);
    const known = task?.outcome && token?.run === application.run;
    return known ? { token: token.token, outcome: task.outcome } : undefined;
  });
  let heard = words.every((word) => word !== undefined);
  for (const word of words.sort(exitsFirst)) {
    if (!word) continue;
    const delivered = (await workflow.deliver(word.token, word.outcome)) === "delivered";
    // An exit ends a group: its siblings' tokens die with it, and are told nothing.
    if (delivered && isExit(word)) return true;
    heard &&= delivered;
  }
  return heard;
}

interface Word {
  readonly token: string;
  readonly outcome: Outcome;
}

function isExit(word: Word | undefined): boolean {
  return word !== undefined && word.outcome !== "Approved";
}

function exitsFirst(a: Word | undefined, b: Word | undefined): number {
  return Number(isExit(b)) - Number(isExit(a));
}

/**
 * A dead execution is followed by the next run, in which decided stages replay at once. Where the
 * file has ended, nobody is left who would have to hear of it.
 */
async function revive(world: World, workflow: Workflow, dead: Application): Promise<void> {
  if (await workflow.runs(runName(dead))) return;
  const application = await carryOut(world, dead.id, ({ application }) => ({
    actor: { kind: "platform", part: "workflow" },
    events: application.seq === dead.seq ? [following(application)] : [],
  }));
  if (application.run > dead.run) await workflow.start(runName(application));
}

function following({ phase, run }: Application): EventBody {
  return isFinal(phase) ? { type: "Closed" } : { type: "RunStarted", run: run + 1 };
}

function runName({ permit, permitVersion, id, run }: Application) {
  return { permit, permitVersion, application: id, run };
}
