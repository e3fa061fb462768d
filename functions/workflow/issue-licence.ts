/**
 * Issues the licence: reserves everything that makes it what it is, then signs, then stores. Each
 * step finds what an earlier attempt left, so a crash anywhere gives the same licence.
 */
import type { Case } from "../../shared/application/case.ts";
import { isFinal } from "../../shared/application/event.ts";
import { grantingUnit } from "../../shared/application/units.ts";
import { composeRecord, isDue, numberingYear } from "../../shared/licence/compose.ts";
import { cwtToSign } from "../../shared/licence/cwt.ts";
import { sdJwtToSign } from "../../shared/licence/sd-jwt.ts";
import { signToken } from "../../shared/licence/to-sign.ts";
import { fillPattern } from "../../shared/pattern.ts";
import { permutationBy } from "../../shared/status-list/permutation.ts";
import * as keys from "../../shared/store/keys.ts";
import {
  reservationWrites,
  type SignedForms,
  type StoredLicence,
} from "../../shared/store/licences.ts";
import { type Beside, carryOut } from "../command.ts";
import { publishSoon } from "../publish-soon.ts";
import { countPunctuality } from "../punctuality.ts";
import { replacing } from "../replace-licence.ts";
import { internal } from "../runtime.ts";
import { random, signer, store, world } from "../wiring.ts";

const PLATFORM = { kind: "platform", part: "workflow" } as const;

export const handler = internal("issue-licence", async (event: { applicationId: string }) => {
  const { applicationId: id } = event;
  const { reserved, phase } = await carryOut(world(), id, reserve);
  if (phase === "issued" || reserved === undefined) return {};
  const licence = await store().licences.ofApplication(id);
  if (!licence) throw new Error("a reserved licence is not there");
  const { record } = licence;
  // Written once and by itself: a form is several units, which a transaction would double.
  if (!licence.forms) await store().licences.keepForms(id, await sign(licence));
  let first = false;
  const issued = await carryOut(world(), id, async ({ application: { phase, renews }, now }) => {
    first = !isFinal(phase);
    if (!first) return { actor: PLATFORM, events: [] };
    return {
      actor: PLATFORM,
      events: [{ type: "LicenceIssued", number: record.number, expiresAt: record.exp * 1000 }],
      beside: renews ? await replacing(renews, PLATFORM, now) : [],
    };
  });
  if (first) countPunctuality(issued);
  if (first && issued.renews) await publishSoon();
  return {};
});

/** Both forms by the key that the record names, whichever signs for others by now. */
async function sign({ authority, record }: StoredLicence): Promise<SignedForms> {
  const key = await signer(authority, "licences", record.kid);
  const [sdJwt, cwt] = await Promise.all([
    signToken(sdJwtToSign(record), key),
    signToken(cwtToSign(record), key),
  ]);
  return { sdJwt, cwt };
}

async function reserve(kase: Case) {
  const { application, authority } = kase;
  if (application.reserved !== undefined || application.phase === "issued") {
    return { actor: PLATFORM, events: [] };
  }
  if (!isDue(kase)) {
    throw new Error("a licence is due only when every stage is approved and the fee is paid");
  }
  const [answers, { kid }, place] = await Promise.all([
    store().applications.answers(application.id),
    signer(authority.id, "licences"),
    placeInList(authority.id),
  ]);
  const number = await nextNumber(kase);
  const record = composeRecord(kase, answers?.answers, { number, kid, ...place }, random);
  const licence: StoredLicence = {
    application: application.id,
    authority: authority.id,
    ...place,
    record,
  };
  const writes = reservationWrites(licence);
  const beside: Beside[] = Object.values(writes).map((write) => ({ write }));
  return {
    actor: PLATFORM,
    events: [{ type: "LicenceReserved" as const, number, ...place }],
    beside,
  };
}

/** The next place in the authority's newest list, at an index that tells nothing of the order. */
async function placeInList(authority: string) {
  const { statusLists } = store();
  const { list, position } = await statusLists.nextPlace(authority);
  const secret = await statusLists.secret(list, random.bytes(32));
  return { statusList: list, statusIndex: permutationBy(secret)(position) };
}

/** Numbers are counted by agency and year; a number that a failed reservation took is a gap. */
async function nextNumber(kase: Case): Promise<string> {
  const { application, authority, permit } = kase;
  const unit = grantingUnit(authority, permit, application.place);
  if (!unit) throw new Error(`${authority.id} has no unit that issues for ${application.place}`);
  const year = numberingYear(kase);
  const counter = keys.counter(`licence#${permit.id}#${unit.agencyCode}#${year}`);
  const sequence = await store().table.next(counter);
  return fillPattern(permit.licence.number, { agency: unit.agencyCode, year, sequence });
}
