/**
 * The one place where adapters meet ports. Each function asks for what it needs, so a bundle holds
 * no client that its function does not use. Endpoints come from the SDK's own variables
 * (`AWS_ENDPOINT_URL_DYNAMODB`, ...): the same code in both homes.
 */
import { randomBytes } from "node:crypto";
import { KMSClient, type KMSClientConfig } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SFNClient } from "@aws-sdk/client-sfn";
import type { Application } from "../shared/application/application.ts";
import type { Rules } from "../shared/application/case.ts";
import type { Authority } from "../shared/authority/authority.ts";
import { overrideOn } from "../shared/authority/override.ts";
import { UNLOGGED } from "../shared/aws/unlogged.ts";
import { formatDay } from "../shared/calendar/day.ts";
import { compileCalendar, type WorkingCalendar } from "../shared/calendar/working.ts";
import type { DecreedDay } from "../shared/clock/decreed.ts";
import { s3Files } from "../shared/files/s3.ts";
import { sesMailer } from "../shared/mail/ses.ts";
import { httpGateway } from "../shared/payment/gateway.ts";
import type { Files, Mailer, PaymentGateway, Random } from "../shared/ports.ts";
import type { Purpose } from "../shared/signing/key-ring.ts";
import { type KmsSigner, kmsSigner } from "../shared/signing/kms.ts";
import { openTable, type Table } from "../shared/store/client.ts";
import { openStore, type Store } from "../shared/store/store.ts";
import type { EcPublicJwk } from "../shared/verifier/primitives.ts";
import { stepFunctions, type Workflow } from "../shared/workflow/states.ts";
import { permit as permitOf } from "../workflows/registry.ts";
import { clock, realClock } from "./clock.ts";
import type { World } from "./command.ts";
import { forgetAll, once } from "./once.ts";
import { setting } from "./settings.ts";

export { clock, realClock, useClock } from "./clock.ts";

export const random: Random = { bytes: (length) => randomBytes(length) };

/** How services are reached, beyond what the SDK finds in the environment. */
export interface Reach {
  /** The table itself, with all that stands before it. */
  readonly table?: Table;
  readonly workflow?: Pick<SFNClient, "send">;
  readonly keys?: KMSClientConfig;
  /** Asked for stored files in the bucket's place; links and forms are signed as ever. */
  readonly stored?: Pick<Files, "describe" | "read" | "keep" | "remove">;
  /** @param from the sender of all mails */
  readonly mailerOf?: (from: string) => Mailer;
}

let reach: Reach = {};

/**
 * Puts a shorter way to the services in place. Only the one-machine home has one. What was made for
 * the way before, or remembered of what stood at its end, is forgotten.
 */
export function useReach(shorter: Reach): void {
  reach = shorter;
  forgetAll();
}

export function store(): Store {
  return once("store", () => openStore(reach.table ?? openTable(setting("TABLE_NAME"))));
}

export function files(): Files {
  return once("files", () => ({
    ...s3Files(new S3Client({ logger: UNLOGGED }), { bucket: setting("BUCKET_NAME") }),
    ...reach.stored,
  }));
}

export function mailer(): Mailer {
  return once("mailer", () => {
    const from = setting("MAIL_FROM");
    return reach.mailerOf?.(from) ?? sesMailer(new SESv2Client({ logger: UNLOGGED }), { from });
  });
}

export function workflow(): Workflow {
  return once("workflow", () =>
    stepFunctions(
      reach.workflow ?? new SFNClient({ logger: UNLOGGED, cacheMiddleware: true }),
      setting("STATE_MACHINE_PREFIX"),
    ),
  );
}

export function gateway(): PaymentGateway {
  return once("gateway", () =>
    httpGateway({ url: setting("GATEWAY_URL"), key: setting("GATEWAY_KEY") }),
  );
}

/** How long a process goes on with the key that an alias named: a rotation is noticed by then. */
const KEY_REMEMBERED_MS = 60_000;
const signers = () =>
  once("signers", () => new Map<string, { until: number; known: Promise<KmsSigner> }>());

/**
 * The key of one issuer that signs now, or the one of a name that was fixed before: what was reserved
 * under a key is signed with that key, even if another has taken its place meanwhile.
 *
 * @throws Error where no key of this name was ever known here
 */
export async function signer(
  authority: string,
  purpose: Purpose,
  kid?: string,
): Promise<KmsSigner> {
  const alias = aliasOf(authority, purpose);
  const current = await remembered(alias, () => entered(authority, purpose, alias));
  if (kid === undefined || current.kid === kid) return current;
  const key = await store().keyRings.byKid(authority, purpose, kid);
  if (!key) throw new Error(`${authority} has no key ${kid} for ${purpose}`);
  return remembered(key.keyId, () => kmsSigner(kms(), key.keyId));
}

/** The public half of the key that an issuer signs with now. */
export async function publicKey(authority: string, purpose: Purpose): Promise<EcPublicJwk> {
  const alias = aliasOf(authority, purpose);
  return (await remembered(`read ${alias}`, () => kmsSigner(kms(), alias))).publicKey;
}

function aliasOf(authority: string, purpose: Purpose): string {
  return `alias/${setting("KEY_ALIAS_PREFIX")}${authority}-${purpose}`;
}

/** The key of an alias, entered into the ring: it can be found by its name for ever. */
async function entered(authority: string, purpose: Purpose, alias: string): Promise<KmsSigner> {
  const { keyRings } = store();
  const found = await kmsSigner(kms(), alias);
  const { kid, keyArn: keyId, publicKey } = found;
  if (await keyRings.byKid(authority, purpose, kid)) return found;
  const now = realClock.now();
  const times = { publishedAt: now, signsFrom: now };
  await keyRings.add({ authority, purpose, kid, keyId, publicKey, ...times });
  return found;
}

function remembered(name: string, find: () => Promise<KmsSigner>): Promise<KmsSigner> {
  const now = realClock.now();
  const held = signers().get(name);
  if (held && held.until > now) return held.known;
  const known = find();
  signers().set(name, { until: now + KEY_REMEMBERED_MS, known });
  known.catch(() => signers().delete(name));
  return known;
}

function kms(): KMSClient {
  return once("kms", () => new KMSClient({ logger: UNLOGGED, ...reach.keys }));
}

/** The law of an application: its permit's own version, its authority, its calendar. */
export async function rulesFor(
  application: Pick<Application, "permit" | "permitVersion" | "authority"> &
    Partial<Pick<Application, "phase" | "calendar">>,
): Promise<Rules> {
  const permit = permitOf(application.permit, application.permitVersion);
  if (!permit) {
    throw new Error(`permit ${application.permit} v${application.permitVersion} is not known here`);
  }
  const own = await jurisdiction(application.authority);
  const { authority, calendar } = own;
  const other =
    application.phase === "draft"
      ? overrideOn(authority, permit.id, formatDay(calendar.dayOf(clock.now())))?.calendar
      : application.calendar;
  if (other === undefined || other === calendar.id) return { permit, ...own };
  return { permit, ...(await jurisdiction(application.authority, other)) };
}

interface Jurisdiction {
  readonly authority: Authority;
  readonly calendar: WorkingCalendar;
  readonly decreed?: readonly DecreedDay[];
}

/** How long an authority is remembered: a holiday decreed counts at once, that is within seconds. */
const REMEMBERED_MS = 3_000;
const jurisdictions = () =>
  once("jurisdictions", () => new Map<string, { until: number; known: Promise<Jurisdiction> }>());

/**
 * @param other a calendar that it counts some permits by, where it is not its own
 * @throws Error where the authority or its calendar was never applied
 */
export function jurisdiction(id: string, other?: string): Promise<Jurisdiction> {
  const now = realClock.now();
  const name = other === undefined ? id : `${id}#${other}`;
  const remembered = jurisdictions().get(name);
  if (remembered && remembered.until > now) return remembered.known;
  const known = loadJurisdiction(id, other);
  jurisdictions().set(name, { until: now + REMEMBERED_MS, known });
  known.catch(() => jurisdictions().delete(name));
  return known;
}

class NotApplied extends Error {}

/** The same for an authority that somebody named; undefined where no file of it was ever applied. */
export async function findJurisdiction(id: string): Promise<Jurisdiction | undefined> {
  try {
    return await jurisdiction(id);
  } catch (error) {
    if (error instanceof NotApplied) return undefined;
    throw error;
  }
}

/** Forgets what is remembered of an authority, so that the next who asks reads it anew. */
export function jurisdictionAnew(id: string): void {
  for (const name of jurisdictions().keys()) {
    if (name === id || name.startsWith(`${id}#`)) jurisdictions().delete(name);
  }
}

async function loadJurisdiction(id: string, other?: string): Promise<Jurisdiction> {
  const { authorities } = store();
  const [authority, calendar] = await Promise.all([
    authorities.authority(id),
    authorities.calendar(id, other),
  ]);
  if (!authority || !calendar) {
    throw new NotApplied(`authority ${id} was not applied; run: npm run authority -- apply <file>`);
  }
  const { decreed } = calendar;
  const name = other === undefined ? id : `${id}#${other}`;
  return { authority, calendar: compiled(name, calendar), ...(decreed && { decreed }) };
}

const calendars = new Map<string, { data: string; calendar: WorkingCalendar }>();

/** Compiled again only when the data changed. */
function compiled(id: string, calendar: Parameters<typeof compileCalendar>[0]): WorkingCalendar {
  const data = JSON.stringify(calendar);
  const known = calendars.get(id);
  if (known?.data === data) return known.calendar;
  const fresh = compileCalendar(calendar);
  calendars.set(id, { data, calendar: fresh });
  return fresh;
}

/** The world that commands need. */
export function world(): World {
  return { store: store(), clock, realClock, rulesFor };
}
