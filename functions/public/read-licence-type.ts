import { grants } from "../../shared/authority/override.ts";
import { Problem } from "../../shared/problem.ts";
import { permits } from "../../workflows/registry.ts";
import { http } from "../runtime.ts";
import { readLicenceType } from "./contracts.ts";
import { issuerAsked } from "./issuer-asked.ts";

/** SD-JWT VC type metadata (draft-ietf-oauth-sd-jwt-vc, section 6): display and claims. */
export const handler = http(readLicenceType, async (request) => {
  const { type } = request.params;
  const permit = permits.findLast(({ licence }) => licence.type === type);
  if (!permit) throw new Problem("not-found");
  const authority = await issuerAsked(request, (each) => grants(each, permit));
  const { licence } = permit;
  const displayed = (title: object) =>
    Object.entries(title).map(([lang, name]) => ({ lang, name }));
  return {
    status: 200,
    headers: { "cache-control": "public, max-age=3600" },
    body: {
      vct: `${authority.issuer}/vct/${type}`,
      name: licence.title.en,
      display: displayed(licence.title),
      claims: licence.claims.map((claim) => ({
        path: [claim.id],
        display: Object.entries(claim.title).map(([lang, label]) => ({ lang, label })),
        sd: claim.disclosure === "selective" ? "allowed" : "never",
      })),
    },
  };
});
