/**
 * Whether what an applicant has answered fits into the licence that it would become: told while it
 * can be shortened, and before anything is paid for a licence that nobody could verify or print.
 */
import type { Case } from "../application/case.ts";
import type { LicenceTemplate } from "../permit/permit.ts";
import type { Random } from "../ports.ts";
import type { Fault } from "../problem.ts";
import { LONGEST_LICENCE } from "../verifier/verify.ts";
import { composeRecord } from "./compose.ts";
import { cwtToSign } from "./cwt.ts";
import { fitsInCode, qrContent } from "./qr.ts";
import type { ClaimValue, LicenceRecord } from "./record.ts";
import { sdJwtToSign } from "./sd-jwt.ts";

/** Longer than any that is reserved: what fits with these fits with those. */
const RESERVED = {
  number: "0".repeat(48),
  statusList: "0".repeat(64),
  statusIndex: 2 ** 20,
  kid: "0".repeat(43),
};

/**
 * To be asked of answers that have no other fault.
 * @returns a fault at the longest answer that the licence says, or none
 */
export function roomFaults(kase: Case, answers: unknown): Fault[] {
  // Whether a notice is in time is settled when it is given, by a word of the same length or less.
  const application = { notice: "standard", ...kase.application } as const;
  const record = composeRecord({ ...kase, application }, answers, RESERVED, unlike());
  const { licence } = kase.permit;
  if (!isPrintable(record)) return [tooMuch(licence, record, (claim) => claim.printed)];
  return isVerifiable(record) ? [] : [tooMuch(licence, record, () => true)];
}

function isVerifiable(record: LicenceRecord): boolean {
  return sdJwtToSign(record).assemble(SIGNATURE).length <= LONGEST_LICENCE;
}

function isPrintable(record: LicenceRecord): boolean {
  const cwt = cwtToSign(record).assemble(SIGNATURE);
  return fitsInCode(qrContent(cwt, new URL(record.issuer).host));
}

type Claim = LicenceTemplate["claims"][number];

function tooMuch(
  { claims }: LicenceTemplate,
  record: LicenceRecord,
  counts: (claim: Claim) => boolean,
): Fault {
  const said = new Map<string, ClaimValue>(record.claims.map(({ key, value }) => [key, value]));
  const size = ({ id }: Claim) => JSON.stringify(said.get(id) ?? record.holder.name).length;
  const [longest] = claims
    .filter((claim) => counts(claim) && claim.value.startsWith("/answers/"))
    .toSorted((a, b) => size(b) - size(a));
  return { pointer: longest?.value ?? "/answers", code: "no-room", detail: NO_ROOM };
}

const NO_ROOM = {
  en: "The licence has no room for so much. Please shorten this.",
  vi: "Giấy phép không đủ chỗ cho nội dung dài như vậy. Vui lòng rút gọn mục này.",
};

/** As little to be compressed as a signature is. */
const SIGNATURE = Uint8Array.from(
  { length: 64 },
  (_, at) => (at * 167 + ((at * at * 29) >> 3)) % 256,
);

/** Salts that differ; nothing here is signed or kept. */
function unlike(): Random {
  let count = 0;
  return {
    bytes(length) {
      count++;
      return Uint8Array.from({ length }, (_, at) => (count * 31 + at * 101) % 256);
    },
  };
}
