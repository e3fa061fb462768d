/** From a decided application to the record of its licence: what it says is fixed here, once. */
import { type Case, factsOf } from "../application/case.ts";
import { dateParts, parseDay } from "../calendar/day.ts";
import { addLimit } from "../clock/due.ts";
import type { Facts } from "../permit/condition.ts";
import { resolvePointer } from "../permit/pointer.ts";
import { stagesOf } from "../permit/stages.ts";
import { validityOf } from "../permit/validity.ts";
import type { Instant, Random } from "../ports.ts";
import {
  type ClaimValue,
  HOLDER,
  type LicenceClaim,
  type LicenceRecord,
  selectiveKeys,
} from "./record.ts";

/** What the platform reserves for a licence beside what the permit and the file say. */
export interface Reserved {
  readonly number: string;
  readonly statusList: string;
  readonly statusIndex: number;
  readonly kid: string;
}

const SALT_BYTES = 16;

/**
 * @throws Error where a claim is absent from the facts: the permit's proof and the check of the
 *   answers rule that out
 */
export function composeRecord(
  kase: Case,
  answers: unknown,
  reserved: Reserved,
  random: Random,
): LicenceRecord {
  const { authority, permit, application, now } = kase;
  const facts = factsOf(kase, application, answers);
  const { licence } = permit;
  const claims = licence.claims.map(
    (claim): LicenceClaim => ({
      key: claim.id,
      value: valueAt(facts, claim.value),
      disclosure: claim.disclosure,
      printed: claim.printed,
      cwtKey: claim.cwtKey,
    }),
  );
  const own = claims.find(({ key }) => key === HOLDER);
  if (typeof own?.value !== "string") throw new Error(`permit ${permit.id} names no holder`);
  const unsalted = {
    number: reserved.number,
    issuer: authority.issuer,
    vct: `${authority.issuer}/vct/${licence.type}`,
    titles: licence.title,
    holder: { name: own.value, disclosure: own.disclosure, printed: own.printed },
    claims: claims.filter(({ key }) => key !== HOLDER),
    iat: seconds(now),
    ...validityIn(kase, facts),
    status: {
      uri: `${authority.issuer}/status-lists/${reserved.statusList}`,
      index: reserved.statusIndex,
    },
    kid: reserved.kid,
  };
  const salts = selectiveKeys(unsalted).map((key) => [
    key,
    Buffer.from(random.bytes(SALT_BYTES)).toString("base64url"),
  ]);
  return { ...unsalted, salts: Object.fromEntries(salts) };
}

/** The year in which a licence is numbered, by the authority's own days. */
export function numberingYear({ calendar, now }: Pick<Case, "calendar" | "now">): number {
  return dateParts(calendar.dayOf(now)).year;
}

/** Everyone decided, everything paid: without that nothing is reserved. */
export function isDue({ application, permit }: Case): boolean {
  const { paid, fee, tasks } = application;
  const owes = (fee?.amount ?? 0) > 0;
  const exact = paid !== undefined && paid.amount === fee?.amount && paid.currency === fee.currency;
  return (
    application.phase === "processing" &&
    (!owes || exact) &&
    stagesOf(permit).every(({ id, kind }) => kind === "issue" || tasks[id]?.outcome === "Approved")
  );
}

/**
 * From when to when it is valid, seconds since the epoch: from issue, or for the days that the
 * applicant chose. `exp` is the first second at which it is not.
 * @throws ValidityError where the answers choose none
 */
function validityIn(
  { permit, calendar, now }: Case,
  facts: Facts,
): Pick<LicenceRecord, "nbf" | "exp"> {
  const validity = validityOf(permit, facts);
  if ("for" in validity) return { exp: seconds(addLimit(now, validity.for, calendar)) + 1 };
  const first = calendar.endOf(parseDay(validity.firstDay) - 1) + 1;
  const end = seconds(calendar.endOf(parseDay(validity.lastDay))) + 1;
  return {
    ...(first > now && { nbf: seconds(first) }),
    // What was decided too late for its days expires at once, rather than stand still for ever.
    exp: Math.max(end, seconds(now) + 1),
  };
}

/** Both signed forms hold whole numbers only; a fraction is carried as the text it is written as. */
function valueAt(facts: Facts, pointer: string): ClaimValue {
  const value = resolvePointer(facts, pointer);
  if (value === undefined) throw new Error(`nothing stands at ${pointer}`);
  return sayable(value);
}

function sayable(value: unknown): ClaimValue {
  if (typeof value === "number" && !Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return value.map(sayable);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([name, member]) => [name, sayable(member)]),
    );
  }
  return value as ClaimValue;
}

function seconds(at: Instant): number {
  return Math.floor(at / 1000);
}
