import { type Case, factsOf } from "../../shared/application/case.ts";
import { decide } from "../../shared/application/commands/decide.ts";
import { findStage } from "../../shared/permit/stages.ts";
import { http } from "../runtime.ts";
import { store } from "../wiring.ts";
import { commandOfOfficer } from "./command.ts";
import { decideTask } from "./contracts.ts";
import { withoutStake } from "./stake.ts";

export const handler = http(decideTask, (request) =>
  commandOfOfficer(request, "decide-task", async (kase, round, { appointments }) => {
    const { person } = request.caller;
    const [free, facts] = await Promise.all([
      withoutStake(store(), kase.application, { person, appointments }),
      factsAt(kase, round.stage),
    ]);
    const events = decide(kase, { ...round, officer: person }, request.body, facts);
    return { events, beside: [free] };
  }),
);

/** Only what an objection does may depend on the answers; most stages need none. */
async function factsAt(kase: Case, id: string) {
  const stage = findStage(kase.permit, id);
  const asks = stage && "objectionRefusesIf" in stage && stage.objectionRefusesIf !== undefined;
  const found = asks ? await store().applications.answers(kase.application.id) : undefined;
  return factsOf(kase, kase.application, found?.answers);
}
