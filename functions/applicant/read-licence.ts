import { formatMoment } from "../../shared/calendar/moment.ts";
import { qrContent } from "../../shared/licence/qr.ts";
import { qrSvg } from "../../shared/licence/qr-code.ts";
import { Problem } from "../../shared/problem.ts";
import { http } from "../runtime.ts";
import { rulesFor, store } from "../wiring.ts";
import { readLicence } from "./contracts/licences.ts";
import { loadOwn } from "./member.ts";

export const handler = http(readLicence, async ({ params, query, caller }) => {
  const application = await loadOwn(store(), caller, params.application);
  const licence = await store().licences.ofApplication(application.id);
  // Forms are kept before the file says that it is issued; until then there is no licence.
  if (application.licence === undefined || !licence?.forms) throw new Problem("not-found");
  const { record, forms } = licence;
  const { sdJwt, cwt } = forms;
  const qr = qrContent(cwt, new URL(record.issuer).host);
  if (query.format === "sd-jwt") return formed("application/dc+sd-jwt", sdJwt);
  if (query.format === "cwt") return formed("application/cwt", cwt);
  if (query.format === "qr") return formed("image/svg+xml", await qrSvg(qr));
  const { zone } = (await rulesFor(application)).calendar;
  return {
    status: 200,
    body: {
      number: record.number,
      issuedAt: formatMoment(record.iat * 1000, zone),
      expiresAt: formatMoment(record.exp * 1000, zone),
      sdJwt,
      qr,
    },
  };
});

function formed(mediaType: string, body: string | Uint8Array) {
  return { status: 200, headers: { "content-type": mediaType }, body };
}
