import { formatMoment } from "../../shared/calendar/moment.ts";
import { Problem } from "../../shared/problem.ts";
import { http } from "../runtime.ts";
import { rulesFor, store } from "../wiring.ts";
import { readLicence } from "./contracts.ts";
import { loadOwn } from "./member.ts";

export const handler = http(readLicence, async ({ params, query, caller }) => {
  const application = await loadOwn(store(), caller, params.application);
  const licence = await store().licences.ofApplication(application.id);
  if (!licence?.sdJwt) throw new Problem("not-found");
  const { record, sdJwt } = licence;
  if (query.format === "sd-jwt") {
    return { status: 200, headers: { "content-type": "application/dc+sd-jwt" }, body: sdJwt };
  }
  const { zone } = (await rulesFor(application)).calendar;
  return {
    status: 200,
    body: {
      number: record.number,
      issuedAt: formatMoment(record.iat * 1000, zone),
      expiresAt: formatMoment(record.exp * 1000, zone),
      sdJwt,
    },
  };
});
