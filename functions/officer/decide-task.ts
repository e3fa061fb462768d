import { decide } from "../../shared/application/commands/decide.ts";
import { Problem } from "../../shared/problem.ts";
import { check } from "../../shared/store/client.ts";
import { keys } from "../../shared/store/table.ts";
import { http } from "../runtime.ts";
import { store } from "../wiring.ts";
import { commandOfOfficer } from "./command.ts";
import { decideTask } from "./contracts.ts";

export const handler = http(decideTask, (request) =>
  commandOfOfficer(request, "decide-task", async (kase, round) => {
    const officer = request.caller.person;
    const own = keys.membership(officer, kase.application.party);
    if (await store().table.get(own)) throw new Problem("barred");
    return {
      events: decide(kase, { ...round, officer }, request.body),
      beside: [{ write: check(own, "absent"), otherwise: () => new Problem("barred") }],
    };
  }),
);
