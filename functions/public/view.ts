/** Permits as anybody may read them, in one language. */

import { answersSchema } from "../../shared/permit/answers.ts";
import { explainCondition } from "../../shared/permit/condition.ts";
import { factLabel, valueLabel } from "../../shared/permit/fact-label.ts";
import type { CivilDate, LegalBasis, Permit, Stage } from "../../shared/permit/permit.ts";
import { stagesOf } from "../../shared/permit/stages.ts";
import { say } from "../../shared/text.ts";

export function permitSummary(permit: Permit, language: string, today: CivilDate) {
  const { id, version, procedureCode, applicants, clock, validTo } = permit;
  return {
    id,
    version,
    title: say(permit.title, language),
    summary: say(permit.summary, language),
    ...(procedureCode && { procedureCode }),
    applicants: [...applicants],
    limit: { ...clock.limit },
    ...(validTo !== undefined && validTo < today && { closedAfter: validTo }),
  };
}

/** @param today the tariff in force on this day is shown */
export function permitView(permit: Permit, language: string, today: CivilDate) {
  return {
    ...permitSummary(permit, language, today),
    legalBasis: permit.legalBasis.map((basis) => basisView(basis, language)),
    answers: answersSchema(permit, language),
    documents: permit.documents.map((kind) => ({
      id: kind.id,
      title: say(kind.title, language),
      required: !kind.optional && !kind.requiredIf,
      ...(kind.requiredIf && { requiredIf: inWords(permit, kind.requiredIf, language) }),
      mediaTypes: [...kind.mediaTypes],
      maxBytes: kind.maxBytes,
      ...(kind.basis && { basis: basisView(kind.basis, language) }),
    })),
    fee: feeView(permit, language, today),
    stages: stagesOf(permit).map((stage) => stageView(stage, language)),
    validity: { ...permit.licence.validity },
  };
}

function feeView(permit: Permit, language: string, today: CivilDate) {
  const { currency = "", tariffs = [] } = permit.fee ?? {};
  const tariff = tariffs.find(({ from, to }) => from <= today && (!to || today <= to));
  return (tariff?.lines ?? []).map((line) => ({
    title: say(line.title, language),
    amount: line.amount,
    currency,
    ...(line.when && { when: inWords(permit, line.when, language) }),
    ...(line.unit && { per: say(line.unit, language) }),
    basis: basisView(line.basis ?? (tariff as { basis: LegalBasis }).basis, language),
  }));
}

function stageView(stage: Stage, language: string) {
  return {
    id: stage.id,
    kind: stage.kind,
    title: say(stage.title, language),
    ...("role" in stage && { role: stage.role }),
    ...("limit" in stage && stage.limit && { limit: { ...stage.limit } }),
    ...("basis" in stage && stage.basis && { basis: basisView(stage.basis, language) }),
  };
}

function inWords(
  permit: Permit,
  condition: Parameters<typeof explainCondition>[0],
  language: string,
): string {
  return explainCondition(condition, language, {
    fact: (pointer) => factLabel(permit, pointer),
    value: (pointer, value) => valueLabel(permit, pointer, value),
  });
}

export function basisView({ act, article, source }: LegalBasis, language: string) {
  return { act: say(act, language), ...(article && { article }), ...(source && { source }) };
}
