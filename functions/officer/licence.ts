/** A decision of an officer on a licence: of whoever holds the office that granted it. */
import type { Case } from "../../shared/application/case.ts";
import type { StatusAction } from "../../shared/licence/status.ts";
import { isHuman, stagesOf } from "../../shared/permit/stages.ts";
import { Problem } from "../../shared/problem.ts";
import { carryOutOnce } from "../command.ts";
import type { Caller, HttpAnswer } from "../contract.ts";
import { statusChange } from "../licence-life.ts";
import { publishSoon } from "../publish-soon.ts";
import { numberOf } from "../schemas.ts";
import { standingView } from "../standing.ts";
import { clock, store, world } from "../wiring.ts";
import { admitOfficer } from "./admission.ts";
import { withoutStake } from "./stake.ts";

interface Request {
  readonly params: { readonly number: string };
  readonly body: { readonly reason: string; readonly effectiveOn?: string; readonly text?: string };
  readonly caller: Caller;
  readonly digest: string;
  readonly idempotencyKey?: string;
}

type LicenceAction = "suspend-licence" | "reinstate-licence" | "revoke-licence";

/** @throws Problem `not-found` for an officer who does not hold that office, `barred` for the holder */
export async function decideOnLicence(
  request: Request,
  name: LicenceAction,
  action: StatusAction,
): Promise<HttpAnswer> {
  const { params, body, caller, digest, idempotencyKey } = request;
  const id = await store().licences.byNumber(numberOf(params.number));
  if (id === undefined) throw new Problem("not-found");
  const once = idempotencyKey && {
    subject: `${caller.pool}#${caller.person}`,
    key: idempotencyKey,
    request: digest,
  };
  const answer = await carryOutOnce(
    world(),
    id,
    once || undefined,
    async (kase) => {
      const { application, now } = kase;
      const task = grantingTask(kase);
      const { actor, appointments, held } = await admitOfficer(store(), caller, name, {
        application,
        task,
        now,
      });
      const { person } = caller;
      const free = await withoutStake(store(), application, { person, appointments });
      const { events, beside } = await statusChange(kase, { action, ...body });
      return { actor, events, beside: [held, free, ...beside] };
    },
    (application, { calendar }) => ({
      status: 200,
      body: {
        number: application.licence,
        ...standingView(application, clock.now(), calendar.zone),
      },
    }),
  );
  await publishSoon();
  return answer;
}

/** The task whose officer gave the licence: the signature, or the last decision where none signs. */
function grantingTask({ application, permit }: Case) {
  const stage = stagesOf(permit).findLast(
    (each) => isHuman(each) && application.tasks[each.id]?.unit !== undefined,
  );
  return stage && application.tasks[stage.id];
}
