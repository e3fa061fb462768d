import { Problem } from "../../shared/problem.ts";
import { statusChange } from "../licence-life.ts";
import { publishSoon } from "../publish-soon.ts";
import { http } from "../runtime.ts";
import { numberOf } from "../schemas.ts";
import { standingView } from "../standing.ts";
import { clock, store } from "../wiring.ts";
import { commandOfMember } from "./command.ts";
import { surrenderLicence } from "./contracts/licences.ts";

export const handler = http(surrenderLicence, async (request) => {
  const { params, body } = request;
  const application = await store().licences.byNumber(numberOf(params.number));
  if (application === undefined) throw new Problem("not-found");
  const answer = await commandOfMember(
    { ...request, params: { application } },
    (kase) => statusChange(kase, { action: "surrender", ...body }),
    (after, { calendar }) => ({
      status: 200,
      body: { number: after.licence, ...standingView(after, clock.now(), calendar.zone) },
    }),
  );
  await publishSoon();
  return answer;
});
