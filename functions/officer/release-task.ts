import { release } from "../../shared/application/commands/task.ts";
import { http } from "../runtime.ts";
import { commandOfOfficer } from "./command.ts";
import { releaseTask } from "./contracts.ts";

export const handler = http(releaseTask, (request) =>
  commandOfOfficer(request, "release-task", (kase, round) => ({
    events: release(kase, { ...round, officer: request.caller.person }),
  })),
);
