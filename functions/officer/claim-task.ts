import { claim } from "../../shared/application/commands/task.ts";
import { http } from "../runtime.ts";
import { store } from "../wiring.ts";
import { commandOfOfficer } from "./command.ts";
import { claimTask } from "./contracts.ts";
import { withoutStake } from "./stake.ts";

export const handler = http(claimTask, (request) =>
  commandOfOfficer(request, "claim-task", async (kase, round, { appointments }) => {
    const { person } = request.caller;
    const free = await withoutStake(store(), kase.application, { person, appointments });
    return { events: claim(kase, { ...round, officer: person }), beside: [free] };
  }),
);
