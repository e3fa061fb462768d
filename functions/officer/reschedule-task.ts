import { reschedule } from "../../shared/application/commands/reschedule.ts";
import { http } from "../runtime.ts";
import { commandOfOfficer } from "./command.ts";
import { rescheduleTask } from "./contracts.ts";

export const handler = http(rescheduleTask, (request) =>
  commandOfOfficer(request, "reschedule-task", (kase, round) => ({
    events: reschedule(kase, round, request.body),
  })),
);
