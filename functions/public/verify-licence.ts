import type { JwkSet } from "../../shared/verifier/keys.ts";
import { verify } from "../../shared/verifier/primitives/node.ts";
import type { Verdict } from "../../shared/verifier/verdict.ts";
import { http } from "../runtime.ts";
import { clock, realClock, store } from "../wiring.ts";
import { verifyLicence } from "./contracts.ts";
import { everyKey } from "./trust.ts";

export const handler = http(verifyLicence, async ({ body }) => ({
  status: 200,
  body: spoken(await verdictOn(body.licence)),
}));

/** Keys and lists are remembered for seconds, so that many verifications share one reading. */
const REMEMBERED_MS = 5_000;

async function verdictOn(licence: string): Promise<Verdict> {
  const keys = (await remembered("keys", everyKey)) as unknown as JwkSet;
  const lists = new Map<string, string | undefined>();
  let wanted: string | undefined;
  const statusList = (uri: string) => {
    if (!lists.has(uri)) wanted = uri;
    return lists.get(uri);
  };
  const request = { licence, keys, at: clock.now(), statusList };
  const verdict = await verify(request);
  if (wanted === undefined) return verdict;
  lists.set(wanted, await listAt(wanted));
  return verify(request);
}

/** A list of ours by the address that a licence names; the host is the issuer's, not ours. */
async function listAt(uri: string): Promise<string | undefined> {
  const list = /\/status-lists\/([a-z0-9-]{1,100})$/.exec(uri)?.[1];
  if (!list) return undefined;
  const published = await remembered(list, () => store().statusLists.published(list));
  return published?.jwt;
}

const memory = new Map<string, { until: number; value: Promise<unknown> }>();

function remembered<Value>(name: string, load: () => Promise<Value>): Promise<Value> {
  const now = realClock.now();
  const known = memory.get(name);
  if (known && known.until > now) return known.value as Promise<Value>;
  const value = load();
  memory.set(name, { until: now + REMEMBERED_MS, value });
  value.catch(() => memory.delete(name));
  return value;
}

/** A verdict as the API says it: moments as RFC 3339, claims as they were shown. */
function spoken(verdict: Verdict) {
  const moment = (at: number) => new Date(at).toISOString();
  const licence = "licence" in verdict ? verdict.licence : undefined;
  return {
    verdict: verdict.kind,
    ...("reason" in verdict && { reason: verdict.reason }),
    ...("detail" in verdict && verdict.detail && { detail: verdict.detail }),
    ...("statusAsOf" in verdict &&
      verdict.statusAsOf !== undefined && { statusAsOf: moment(verdict.statusAsOf) }),
    ...(licence && {
      licence: {
        number: licence.number,
        issuer: licence.issuer,
        type: licence.type,
        titles: licence.titles,
        holder: licence.holder,
        ...(licence.issuedAt !== undefined && { issuedAt: moment(licence.issuedAt) }),
        until: moment(licence.until),
        claims: licence.claims,
      },
    }),
  };
}
