import { declareConflict } from "../../shared/application/commands/task.ts";
import { http } from "../runtime.ts";
import { commandOfOfficer } from "./command.ts";
import { declareConflict as contract } from "./contracts.ts";

export const handler = http(contract, (request) =>
  commandOfOfficer(request, "declare-conflict", (kase, round) => ({
    events: declareConflict(kase, { ...round, officer: request.caller.person }, request.body.text),
  })),
);
