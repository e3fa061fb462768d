import { Problem } from "../../shared/problem.ts";
import { permits } from "../../workflows/registry.ts";
import { http } from "../runtime.ts";
import { store } from "../wiring.ts";
import { readLicenceType } from "./contracts.ts";

/** SD-JWT VC type metadata (draft-ietf-oauth-sd-jwt-vc, section 6): display and claims. */
export const handler = http(readLicenceType, async ({ params: { type } }) => {
  const permit = permits.findLast(({ licence }) => licence.type === type);
  const [authority] = await store().authorities.all();
  if (!permit || !authority) throw new Problem("not-found");
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
