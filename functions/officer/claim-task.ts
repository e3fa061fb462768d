import { claim } from "../../shared/application/commands/task.ts";
import { http } from "../runtime.ts";
import { commandOfOfficer } from "./command.ts";
import { claimTask } from "./contracts.ts";

export const handler = http(claimTask, (request) =>
  commandOfOfficer(request, "claim-task", ({ application }, round) => ({
    events: claim(application, { ...round, officer: request.caller.person }),
  })),
);
