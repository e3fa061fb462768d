import { assign } from "../../shared/application/commands/task.ts";
import { inForce } from "../../shared/authority/authority.ts";
import { Problem } from "../../shared/problem.ts";
import { http } from "../runtime.ts";
import { store } from "../wiring.ts";
import { commandOfOfficer } from "./command.ts";
import { assignTask } from "./contracts.ts";

export const handler = http(assignTask, (request) =>
  commandOfOfficer(request, "assign-task", async (kase, round) => {
    const { application, now } = kase;
    const { officer: to } = request.body;
    const task = application.tasks[round.stage];
    const theirs = await store().people.appointmentsOf(to);
    const appointed = theirs.some(
      (each) =>
        each.authority === application.authority &&
        each.unit === task?.unit &&
        each.role === task.role &&
        inForce(each, now),
    );
    if (!appointed) throw new Problem("validation-failed", { faults: [NOT_APPOINTED] });
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
