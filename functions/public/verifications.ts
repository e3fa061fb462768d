/** Verifies licences for the API: one or a thousand by the same code, so that they never disagree. */
import { licensedOf } from "../../shared/application/commands/change-status.ts";
import { standingAt } from "../../shared/licence/status.ts";
import { isPublished } from "../../shared/signing/key-ring.ts";
import { keySet, type PublishedKeySet } from "../../shared/signing/key-set.ts";
import * as keys from "../../shared/store/keys.ts";
import type { Credential } from "../../shared/verifier/credential.ts";
import { licenceOf } from "../../shared/verifier/input.ts";
import type { JwkSet } from "../../shared/verifier/keys.ts";
import { verify } from "../../shared/verifier/primitives/node.ts";
import type { Verdict } from "../../shared/verifier/verdict.ts";
import { clock, realClock } from "../clock.ts";
import { once } from "../once.ts";
import { reading } from "./reading.ts";

/** The verdict on each, in their order, at one moment and by one key set. */
export async function verifications(licences: readonly string[]) {
  const at = clock.now();
  const keySet = (await remembered("keys", everyKeyThatSigned)) as unknown as JwkSet;
  const lists = new Map<string, string | undefined>();
  const wanted = new Set<string>();
  const statusList = (uri: string) => {
    if (!lists.has(uri)) wanted.add(uri);
    return lists.get(uri);
  };
  const verdictsOf = async () => {
    const verdicts: Verdict[] = [];
    for (const licence of licences) {
      verdicts.push(await verify({ licence: licenceOf(licence), keys: keySet, at, statusList }));
    }
    return verdicts;
  };
  let verdicts = await verdictsOf();
  if (wanted.size > 0) {
    await Promise.all([...wanted].map(async (uri) => lists.set(uri, await listAt(uri))));
    verdicts = await verdictsOf();
  }
  const named = await namesOf(verdicts, at);
  return verdicts.map((verdict) => spoken(verdict, named));
}

/** Keys and lists are remembered for seconds, so that many verifications share one reading. */
const REMEMBERED_MS = 5_000;

/** The published keys of every issuer that ever signed: each is entered into its ring before it does. */
async function everyKeyThatSigned(): Promise<PublishedKeySet> {
  const { authorities, keyRings } = reading();
  const now = clock.now();
  const rings = await Promise.all(
    (await authorities.all()).map(async ({ id, issuer }) =>
      (await keyRings.of(id))
        .filter((key) => isPublished(key, now))
        .map((key) => ({ ...key, iss: issuer })),
    ),
  );
  return keySet(rings.flat());
}

/** A list of ours by the address that a licence names; the host is the issuer's, not ours. */
async function listAt(uri: string): Promise<string | undefined> {
  const list = /\/status-lists\/([a-z0-9-]{1,100})$/.exec(uri)?.[1];
  if (!list) return undefined;
  const published = await remembered(list, () => reading().statusLists.published(list));
  return published?.jwt;
}

const memory = () =>
  once("verification", () => new Map<string, { until: number; value: Promise<unknown> }>());

function remembered<Value>(name: string, load: () => Promise<Value>): Promise<Value> {
  const now = realClock.now();
  const known = memory().get(name);
  if (known && known.until > now) return known.value as Promise<Value>;
  const value = load();
  memory().set(name, { until: now + REMEMBERED_MS, value });
  value.catch(() => memory().delete(name));
  return value;
}

interface Named {
  readonly status: string;
  readonly since: number;
}

/** Which end it was, of those that are in force no more: a status list cannot tell, we can. */
async function namesOf(verdicts: readonly Verdict[], at: number): Promise<Map<string, Named>> {
  const numbers = verdicts.flatMap((verdict) =>
    verdict.kind === "no-longer-in-force" ? (verdict.licence.number ?? []) : [],
  );
  const named = new Map<string, Named>();
  if (numbers.length === 0) return named;
  const { table, applications } = reading();
  const found = await table.getAll([...new Set(numbers)].map(keys.licenceNumber));
  for (const file of await applications.loadAll(found.map((each) => String(each["application"])))) {
    const licensed = licensedOf(file);
    if (!licensed || file.licence === undefined) continue;
    const { status, since } = standingAt(licensed, at);
    named.set(file.licence, { status, since });
  }
  return named;
}

/** All that a verdict may say. */
interface Said {
  readonly kind: Verdict["kind"];
  readonly reason?: string;
  readonly detail?: string;
  readonly statusAsOf?: number;
  readonly licence?: Credential;
}

/** A verdict as the API says it: moments as RFC 3339, claims as they were shown; JSON leaves out what is undefined. */
function spoken(
  { kind, reason, detail, statusAsOf, licence }: Said,
  named: ReadonlyMap<string, Named>,
) {
  const name = kind === "no-longer-in-force" ? named.get(licence?.number ?? "") : undefined;
  return {
    verdict: kind,
    reason,
    detail,
    status: name?.status,
    since: moment(name?.since),
    statusAsOf: moment(statusAsOf),
    licence: licence && {
      number: licence.number,
      issuer: licence.issuer,
      type: licence.type,
      titles: licence.titles,
      holder: licence.holder,
      issuedAt: moment(licence.issuedAt),
      until: moment(licence.until),
      claims: licence.claims,
    },
  };
}

function moment(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}
