/** What a verifier makes of a licence at an index of a list, by the tokens published in the table. */
import { cwtToSign } from "../../shared/licence/cwt.ts";
import { sdJwtToSign } from "../../shared/licence/sd-jwt.ts";
import type { Store } from "../../shared/store/store.ts";
import { verify } from "../../shared/verifier/primitives/node.ts";
import { rules } from "../builders/application.ts";
import { DAY, licenceRecord } from "../shared/licence/issuer.ts";
import { home } from "./home.ts";

/** @returns the SD-JWT's verdict by the list as JWT, and the CWT's by the list as CWT */
export async function publishableVerdict(store: Store, list: string, index: number) {
  const published = await store.statusLists.published(list);
  if (!published) return [];
  const { issuer } = rules.authority;
  const { key } = home;
  const issued = Math.floor(published.issuedAt / 1000);
  const record = licenceRecord(key.kid, {
    issuer,
    iat: issued,
    exp: issued + DAY,
    status: { uri: `${issuer}/status-lists/${list}`, index },
  });
  const forms = [
    { licence: key.finish(sdJwtToSign(record)), statusList: published.jwt },
    { licence: key.finish(cwtToSign(record)), statusList: published.cwt },
  ];
  const asked = { keys: { keys: [key.jwk] }, at: published.issuedAt };
  const verdicts = await Promise.all(forms.map((form) => verify({ ...asked, ...form })));
  return verdicts.map(({ kind }) => kind);
}
