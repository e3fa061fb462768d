import { withdraw } from "../../shared/application/commands/withdraw.ts";
import { http } from "../runtime.ts";
import { commandOfMember } from "./command.ts";
import { withdrawApplication } from "./contracts/filing.ts";
import { viewOf } from "./view.ts";

export const handler = http(withdrawApplication, (request) =>
  commandOfMember(
    request,
    (kase) => ({ events: withdraw(kase) }),
    (application, rules) => ({ status: 200, body: viewOf(application, rules, request.language) }),
  ),
);
