import { licensedOf } from "../../shared/application/commands/change-status.ts";
import { formatMoment } from "../../shared/calendar/moment.ts";
import { Problem } from "../../shared/problem.ts";
import { say } from "../../shared/text.ts";
import { http } from "../runtime.ts";
import { numberOf } from "../schemas.ts";
import { standingView } from "../standing.ts";
import { clock, rulesFor, store } from "../wiring.ts";
import { lookUpLicence } from "./contracts.ts";

/** Read in place of what is not there: nobody learns from the time it takes that a number is free. */
const NOBODY = "0".repeat(26);

/** How a licence stands, by its number; never whose it is: numbers follow each other. */
export const handler = http(lookUpLicence, async ({ params, language }) => {
  const number = numberOf(params.number);
  const found = await store().licences.byNumber(number);
  const application = await store().applications.load(found ?? NOBODY);
  const licensed = application && licensedOf(application);
  if (!application || !licensed || application.licence !== number) throw new Problem("not-found");
  const { permit, authority, calendar } = await rulesFor(application);
  return {
    status: 200,
    body: {
      number,
      permit: { id: permit.id, title: say(permit.licence.title, language) },
      authority: { id: authority.id, title: say(authority.title, language) },
      issuedAt: formatMoment(licensed.issuedAt, calendar.zone),
      expiresAt: formatMoment(licensed.expiresAt, calendar.zone),
      ...standingView(application, clock.now(), calendar.zone),
    },
  };
});
