import { type Case, factsOf } from "../../shared/application/case.ts";
import { checkWindow, renewalFacts } from "../../shared/application/commands/renew.ts";
import { submit } from "../../shared/application/commands/submit.ts";
import { receivingUnit } from "../../shared/application/units.ts";
import { dateParts } from "../../shared/calendar/day.ts";
import { fillPattern } from "../../shared/pattern.ts";
import { type Fault, Problem } from "../../shared/problem.ts";
import { put } from "../../shared/store/client.ts";
import * as keys from "../../shared/store/keys.ts";
import { carryOut } from "../command.ts";
import type { Caller } from "../contract.ts";
import { http } from "../runtime.ts";
import { store, world } from "../wiring.ts";
import { commandOfMember, type MemberDecision } from "./command.ts";
import { contentFaults, contentsOf } from "./contents.ts";
import { submitApplication } from "./contracts/filing.ts";
import { admitMember } from "./member.ts";
import { changeOf, isOffered, movedCase } from "./moving.ts";
import { viewOf } from "./view.ts";

export const handler = http(submitApplication, async (request) => {
  try {
    return await commandOfMember(request, submitting, (application, rules) => ({
      status: 201,
      body: viewOf(application, rules, request.language),
    }));
  } catch (error) {
    if (error instanceof Outdated) await moveDraft(request.params.application, request.caller);
    throw error;
  }
});

/**
 * Nobody files by a law that they have not seen: a draft that has to move does so now, and its
 * applicant is told what is other, instead of its being filed.
 */
class Outdated extends Problem {
  constructor(faults: readonly Fault[]) {
    super("permit-changed", { faults });
  }
}

async function moveDraft(id: string, caller: Caller): Promise<void> {
  await carryOut(world(), id, async (kase) => {
    const { actor, held } = await admitMember(store(), caller, kase.application);
    return { actor, events: movedCase(kase).events, beside: [held] };
  });
}

async function submitting(kase: Case): Promise<MemberDecision> {
  const { application } = kase;
  if (application.phase !== "draft") throw new Problem("wrong-state");
  if (movedCase(kase).events.length > 0) throw new Outdated(changeOf(kase)?.faults ?? []);
  if (!isOffered(kase)) throw new Problem("permit-closed");
  if (application.renews) checkWindow(kase, application.renews);
  const contents = await contentsOf(store(), kase);
  const faults = contentFaults(kase, contents);
  if (faults.length > 0) throw new Problem("validation-failed", { faults });
  const dossier = await nextDossier(kase);
  const clean = contents.documents.filter(({ status }) => status === "clean");
  return {
    events: submit(kase, {
      dossier,
      facts: { ...factsOf(kase, application, contents.answers), ...renewalFacts(kase) },
      answers: contents.digest,
      documents: clean.map(({ id }) => id),
    }),
    beside: [
      { write: put({ ...keys.dossier(dossier), application: application.id }, { onlyNew: true }) },
    ],
  };
}

/** The sequence begins anew each day for each agency; a number that a failed write took is a gap. */
async function nextDossier({
  application,
  authority,
  calendar,
  permit,
  now,
}: Case): Promise<string> {
  const unit = receivingUnit(authority, permit, application.place);
  if (!unit) throw new Error(`${authority.id} has no unit that receives for ${application.place}`);
  const { year, month, dayOfMonth } = dateParts(calendar.dayOf(now));
  const yymmdd = [year % 100, month, dayOfMonth]
    .map((part) => String(part).padStart(2, "0"))
    .join("");
  const sequence = await store().table.next(keys.counter(`dossier#${unit.agencyCode}#${yymmdd}`));
  return fillPattern(authority.dossierPattern, { agency: unit.agencyCode, yymmdd, sequence });
}
