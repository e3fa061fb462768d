/** A command of an officer on a task, answered with how the task stands then. */
import type { Application } from "../../shared/application/application.ts";
import type { Case } from "../../shared/application/case.ts";
import type { EventBody } from "../../shared/application/event.ts";
import { formatMoment } from "../../shared/calendar/moment.ts";
import { Problem } from "../../shared/problem.ts";
import { type Beside, carryOutOnce } from "../command.ts";
import type { Caller, HttpAnswer } from "../contract.ts";
import { taskOf } from "../schemas.ts";
import { store, world } from "../wiring.ts";
import { type Admission, admitOfficer } from "./admission.ts";
import { withoutLapsedClaim } from "./lapsed-claim.ts";

interface Request {
  readonly params: { readonly task: string };
  readonly caller: Caller;
  readonly digest: string;
  readonly idempotencyKey?: string;
}

export interface Round {
  readonly stage: string;
  readonly round: number;
}

type TaskAction =
  | "claim-task"
  | "release-task"
  | "assign-task"
  | "declare-conflict"
  | "reschedule-task"
  | "decide-task";

/** @throws Problem `not-found` for an officer whom the table does not admit */
export async function commandOfOfficer(
  request: Request,
  action: TaskAction,
  decide: (
    kase: Case,
    round: Round,
    admission: Admission,
  ) =>
    | Promise<{ events: EventBody[]; beside?: Beside[] }>
    | { events: EventBody[]; beside?: Beside[] },
): Promise<HttpAnswer> {
  const { caller, digest, idempotencyKey } = request;
  const { application: id, stage, round } = taskOf(request.params.task);
  const once = idempotencyKey && {
    subject: `${caller.pool}#${caller.person}`,
    key: idempotencyKey,
    request: digest,
  };
  return carryOutOnce(
    world(),
    id,
    once || undefined,
    async (kase) => {
      const { application, now } = kase;
      const task = application.tasks[stage];
      if (task?.unit === undefined) throw new Problem("not-found");
      const admission = await admitOfficer(store(), caller, action, { application, task, now });
      const standing = await withoutLapsedClaim(store(), kase, stage, caller.person);
      const { events, beside = [] } = await decide(standing, { stage, round }, admission);
      return { actor: admission.actor, events, beside: [admission.held, ...beside] };
    },
    (application, { calendar }) => ({
      status: 200,
      body: afterwards(application, request.params.task, calendar.zone),
    }),
  );
}

function afterwards(
  application: Application,
  id: string,
  zone: Parameters<typeof formatMoment>[1],
) {
  const { stage } = taskOf(id);
  const task = application.tasks[stage];
  return {
    id,
    stage,
    outcome: task?.outcome,
    claimedBy: task?.claimedBy,
    phase: application.phase,
    dueAt: application.dueAt === undefined ? undefined : formatMoment(application.dueAt, zone),
  };
}
