import { endClock } from "../clock/ledger.ts";
import { ON_DEADLINE, supplementIdOf } from "../permit/stages.ts";
import type { Instant } from "../ports.ts";
import type { Application, Task } from "./application.ts";
import { ledgerOf, momentOf } from "./clock.ts";
import type { Actor, ClockChange, EventBody, Outcome, Phase } from "./event.ts";

type Of<Type extends EventBody["type"]> = Extract<EventBody, { type: Type }>;
type Step<Type extends EventBody["type"]> = (
  application: Application,
  event: Of<Type>,
  at: Instant,
  actor: Actor,
) => Partial<Application>;

/** What each kind of event changes. A new kind that is forgotten here does not compile. */
const STEPS: { readonly [Type in Exclude<EventBody["type"], "DraftCreated">]: Step<Type> } = {
  DraftMoved: ({ permitVersion, movedFrom = permitVersion }, event) => ({
    permitVersion: event.permitVersion,
    movedFrom,
  }),
  AnswersSaved: unchanged,
  DocumentAdded: unchanged,
  DocumentInspected: unchanged,
  DocumentRemoved: unchanged,
  FileRead: unchanged,
  Submitted: (_, event, at) => ({
    movedFrom: undefined,
    phase: "submitted",
    run: 1,
    current: [],
    submittedAt: at,
    dossier: event.dossier,
    fee: event.fee,
    limit: event.limit,
    limitBasis: event.limitBasis,
    calendar: event.calendar,
    notice: event.notice,
    completenessDueAt: event.completenessDueAt,
  }),
  RunStarted: (_, event) => ({ run: event.run, current: [] }),
  StageOpened: (application, event, at) => ({
    ...opened(application, event, {
      stage: event.stage,
      round: event.round,
      by: event.by,
      unit: event.unit,
      role: event.role,
      openedAt: at,
      call: event.call,
      dueAt: event.dueAt,
    }),
    ...(event.phase && { phase: event.phase }),
    ...clocked(application, event.clock),
  }),
  StageSkipped: (application, event, at) =>
    opened(application, event, {
      stage: event.stage,
      round: event.round,
      by: "officer",
      openedAt: at,
      call: event.call,
      outcome: "Approved",
      as: "skipped",
      decidedAt: at,
    }),
  StageEntered: (application, event) => ({
    ...task(application, event.stage, { call: event.call }),
    current: entering(application, event),
  }),
  TaskClaimed: (application, event) => task(application, event.stage, { claimedBy: event.by }),
  TaskReleased: (application, event) => task(application, event.stage, { claimedBy: undefined }),
  TaskAssigned: (application, event) => task(application, event.stage, { claimedBy: event.to }),
  ConflictDeclared: (application, event, _, actor) => {
    const person = actor.kind === "platform" ? "" : actor.person;
    const tasks = Object.entries(application.tasks).map(([stage, held]) => {
      const released = held.claimedBy === person && held.outcome === undefined;
      return [stage, released ? pruned({ ...held, claimedBy: undefined }) : held];
    });
    return {
      ...task({ ...application, tasks: Object.fromEntries(tasks) }, event.stage, {
        ...(event.superior && { superior: event.superior }),
      }),
      conflicted: [...new Set([...(application.conflicted ?? []), person])],
    };
  },
  Decided: (application, event, at, actor) => {
    const { tasks = {} } = decided(application, event.stage, event.outcome, at, actor, event.as);
    if (event.outcome === "Refused") {
      return {
        ...closedTasks({ ...application, tasks }, "Refused", at),
        ...ended(application, "refused", at),
      };
    }
    const accepted = event.clock && application.ledger === undefined;
    return {
      tasks,
      ...(accepted && { phase: "processing" as const }),
      ...clocked(application, event.clock),
    };
  },
  SupplementAsked: (application, event, at, actor) => {
    const { tasks = {} } = decided(application, event.stage, "SupplementRequired", at, actor);
    const stage = supplementIdOf(event.stage);
    return {
      phase: "supplement",
      tasks: {
        ...tasks,
        [stage]: { stage, round: event.round, by: "applicant", openedAt: at, dueAt: event.dueAt },
      },
      ...clocked(application, event.clock),
    };
  },
  Supplemented: (application, event, at, actor) => ({
    ...decided(application, supplementIdOf(event.stage), "Approved", at, actor),
    phase: awaiting(application),
    ...(event.fee && { fee: event.fee }),
    ...(event.limit && { limit: event.limit }),
    ...clocked(application, event.clock),
  }),
  CheckoutOpened: (_, event, at) => ({ checkout: event.checkout, checkoutAt: at }),
  Paid: (application, event, at, actor) => ({
    ...decided(application, event.stage, "Approved", at, actor),
    paid: { checkout: event.checkout, amount: event.amount, currency: event.currency, at },
    phase: awaiting(application),
    ...clocked(application, event.clock),
  }),
  PaymentReturned: ({ returned }, { checkout }) => ({
    returned: { ...returned, [checkout]: "owed" },
  }),
  PaymentRefunded: ({ returned }, { checkout }) => ({
    returned: { ...returned, [checkout]: "refunded" },
  }),
  Withdrawn: (application, _, at) => ({
    ...closedTasks(application, "Withdrawn", at),
    ...ended(application, "withdrawn", at),
  }),
  Warned: (_, __, at) => ({ warnedAt: at }),
  Escalated: (application, event) =>
    task(application, event.stage, { escalated: true, superior: event.superior }),
  Apologised: (application, event, at) => ({
    ...clocked(application, event.clock),
    apologisedAt: at,
    apologyText: event.text,
  }),
  DueMoved: (application, { clock, from, tasks, days }, at) => ({
    ...clocked(application, clock),
    ...(clock && {
      moved: pruned({ at, from, to: clock.dueAt, days }),
    }),
    tasks: {
      ...application.tasks,
      ...Object.fromEntries(
        Object.entries(tasks).map(([stage, dueAt]) => [
          stage,
          { ...(application.tasks[stage] as Task), dueAt },
        ]),
      ),
    },
  }),
  LimitPassed: (application, { effect, fellDue }) => {
    const overdueAt = fellDue;
    if (effect === "escalate") return { overdueAt };
    if (effect === "deemedRefused") return { overdueAt, ...refusedBySilence(application, fellDue) };
    return {
      overdueAt,
      grantedBySilence: application.grantedBySilence ?? { effect, at: fellDue },
    };
  },
  DeadlinePassed: (application, event) => {
    const { sends, recorded } = ON_DEADLINE[event.effect];
    const { fellDue } = event;
    if (sends === undefined) return task(application, event.stage, { escalated: true });
    const deemed = { outcome: sends, as: recorded, decidedAt: fellDue };
    const after = { ...application, ...task(application, event.stage, deemed) };
    if (sends === "Refused") return refusedBySilence(after, fellDue);
    if (sends !== "Approved") {
      return { ...closedTasks(after, sends, fellDue), ...ended(application, "lapsed", fellDue) };
    }
    return {
      tasks: after.tasks,
      ...(event.effect === "return" && { phase: awaiting(application) }),
      ...clocked(application, event.clock),
    };
  },
  LicenceReserved: (_, event) => ({ reserved: event.number }),
  LicenceIssued: (application, event, at) => ({
    ...ended(application, "issued", at),
    licence: event.number,
    expiresAt: event.expiresAt,
    current: [],
    closedAt: at,
  }),
  LicenceStatusDecided: ({ statusChanges = [] }, { action, reason, effectiveAt: from }) => ({
    statusChanges: [...statusChanges, { action, reason, from }],
  }),
  RenewalBegun: (_, event) => ({ renewal: event.application }),
  RenewalReminded: ({ reminded = [] }, { occasion }) => ({ reminded: [...reminded, occasion] }),
  Closed: (_, __, at) => ({ current: [], closedAt: at }),
};

/** The application after an event; pure, and the only way in which one changes. */
export function evolve(
  application: Application | undefined,
  event: { id: string; seq: number; hash: string; at: Instant; actor: Actor; body: EventBody },
): Application {
  const { id, seq, hash, at, actor, body } = event;
  if (body.type === "DraftCreated") {
    const { type: _, ...draft } = body;
    return {
      ...draft,
      id,
      seq,
      head: hash,
      createdAt: at,
      phase: "draft",
      run: 0,
      current: [],
      tasks: {},
    };
  }
  if (!application) {
    throw new Error(`event ${body.type} of ${id} has no application before it`);
  }
  const step = STEPS[body.type] as Step<typeof body.type>;
  return pruned({ ...application, ...step(application, body, at, actor), seq, head: hash });
}

function unchanged(): Partial<Application> {
  return {};
}

function task(application: Application, stage: string, change: Partial<Task>) {
  const before = application.tasks[stage];
  if (!before) {
    throw new Error(`application ${application.id} has no task at ${stage}`);
  }
  return { tasks: { ...application.tasks, [stage]: pruned({ ...before, ...change }) } };
}

interface Entry {
  readonly stage: string;
  readonly beside?: readonly string[];
}

function opened(application: Application, entry: Entry, task: Task): Partial<Application> {
  const earlier = application.tasks[task.stage];
  const deciders = [...(earlier?.decidedBefore ?? []), earlier?.decidedBy].filter(
    (person) => person !== undefined,
  );
  const next = { ...task, ...(deciders.length > 0 && { decidedBefore: deciders }) };
  return {
    current: entering(application, entry),
    tasks: { ...application.tasks, [task.stage]: pruned(next) },
  };
}

/**
 * Stages already decided are left behind when the next opens; undecided ones run beside it. Those of
 * the same group stay, decided or not: each branch waits for its own word.
 */
function entering({ current, tasks }: Application, { stage, beside = [] }: Entry): string[] {
  const stays = (each: string) => tasks[each]?.outcome === undefined || beside.includes(each);
  return [...current.filter((each) => each !== stage && stays(each)), stage];
}

/** Where a file stands again when the applicant has done what it waited for. */
function awaiting({ ledger }: Application): Phase {
  return ledger ? "processing" : "submitted";
}

function decided(
  application: Application,
  stage: string,
  outcome: Outcome,
  at: Instant,
  actor: Actor,
  as?: Task["as"],
): Partial<Application> {
  const decidedBy = actor.kind === "platform" ? undefined : actor.person;
  return task(application, stage, { outcome, as, decidedBy, decidedAt: at });
}

/** An end closes every open task in the same write: no inbox keeps one. */
function closedTasks(application: Application, outcome: Outcome, at: Instant) {
  const tasks = Object.entries(application.tasks).map(([stage, task]) => [
    stage,
    task.outcome === undefined ? { ...task, outcome, decidedAt: at } : task,
  ]);
  return { tasks: Object.fromEntries(tasks) as Record<string, Task> };
}

/** Silence refuses at the moment the law says, whenever that is noticed. */
function refusedBySilence(application: Application, fellDue: Instant): Partial<Application> {
  return {
    ...closedTasks(application, "Refused", fellDue),
    ...ended(application, "refused", fellDue),
  };
}

/** The clock ends with the file; a draft has no execution that must hear of it. */
function ended(application: Application, phase: Phase, at: Instant): Partial<Application> {
  const { ledger, run } = application;
  return {
    phase,
    endedAt: at,
    ...(ledger && { ledger: ledgerOf(endClock(ledger, momentOf(ledger, at), phase)) }),
    ...(run === 0 && { closedAt: at }),
  };
}

function clocked(application: Application, change: ClockChange | undefined): Partial<Application> {
  if (!change) return {};
  const promised = application.promisedDueAt ?? change.dueAt;
  const moved = change.dueAt !== application.dueAt;
  return {
    ledger: change.ledger,
    dueAt: change.dueAt,
    missingYear: change.missingYear,
    promisedDueAt: promised,
    // What was said was of the old date: another one is warned of anew, and may be missed anew.
    ...(moved && { warnedAt: undefined, apologisedAt: undefined, overdueAt: undefined }),
  };
}

/** Without members that are undefined, so that what is stored and what is folded are equal. */
function pruned<Value extends object>(value: Value): Value {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as Value;
}
