import { assign, BARRED } from "../../shared/application/commands/task.ts";
import { isAppointed } from "../../shared/authority/authority.ts";
import { Problem } from "../../shared/problem.ts";
import { http } from "../runtime.ts";
import { store } from "../wiring.ts";
import { commandOfOfficer } from "./command.ts";
import { assignTask } from "./contracts.ts";
import { hasStake } from "./stake.ts";

export const handler = http(assignTask, (request) =>
  commandOfOfficer(request, "assign-task", async (kase, round) => {
    const { application, now } = kase;
    const { officer: to } = request.body;
    const appointments = await store().people.appointmentsOf(to);
    const task = { authority: application.authority, ...application.tasks[round.stage] };
    if (!isAppointed(appointments, task, now)) {
      throw new Problem("validation-failed", { faults: [NOT_APPOINTED] });
    }
    if (await hasStake(store(), application, { person: to, appointments })) {
      throw new Problem("validation-failed", { faults: [BARRED] });
    }
    return { events: assign(kase, { ...round, to }) };
  }),
);

const NOT_APPOINTED = {
  pointer: "/officer",
  code: "not-appointed",
  detail: {
    en: "Only an officer appointed to the task's unit and role can be given it.",
    vi: "Chỉ giao được cho cán bộ đang giữ vai trò này tại đơn vị.",
  },
};
