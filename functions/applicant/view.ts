/** An application as its applicant sees it: to the unit that has it, without any officer's name. */
import type * as z from "zod";
import type { Application } from "../../shared/application/application.ts";
import type { Rules } from "../../shared/application/case.ts";
import { owedSupplement } from "../../shared/application/commands/supplement.ts";
import type { AuditEvent } from "../../shared/application/event.ts";
import { formatMoment } from "../../shared/calendar/moment.ts";
import { findStage, stagesOf } from "../../shared/permit/stages.ts";
import type { Instant } from "../../shared/ports.ts";
import type { StoredDocument } from "../../shared/store/documents.ts";
import { say } from "../../shared/text.ts";
import type { applicationView } from "./contracts/view.ts";

type View = z.output<typeof applicationView>;

/** @param trail its events, where what was asked or why it was refused is to be told */
export function viewOf(
  application: Application,
  rules: Rules,
  language: string,
  trail: readonly AuditEvent[] = [],
): View {
  const { permit, calendar } = rules;
  const at = (moment: Instant | undefined) =>
    moment === undefined ? undefined : formatMoment(moment, calendar.zone);
  return {
    id: application.id,
    permit: { id: permit.id, version: permit.version, title: say(permit.title, language) },
    authority: application.authority,
    place: application.place,
    party: application.party,
    phase: application.phase,
    createdAt: formatMoment(application.createdAt, calendar.zone),
    dossier: application.dossier,
    submittedAt: at(application.submittedAt),
    completenessDueAt: at(application.completenessDueAt),
    fee: application.fee,
    dueAt: at(application.dueAt),
    promisedDueAt: at(application.promisedDueAt),
    endedAt: at(application.endedAt),
    licence: application.licence,
    renews: application.renews?.number,
    stages: stages(application, rules, language, at),
    supplement: supplementAsked(application, rules, trail, at),
    refusal: refusal(rules, trail, language),
  };
}

export function documentView(document: StoredDocument) {
  const { id, kind, fileName, mediaType, size, status, reason } = document;
  return { id, kind, fileName, mediaType, size, status, ...(reason && { reason }) };
}

type Format = (moment: Instant | undefined) => string | undefined;

function stages(
  application: Application,
  { permit, authority }: Rules,
  language: string,
  at: Format,
): View["stages"] {
  return Object.values(application.tasks)
    .sort((a, b) => a.openedAt - b.openedAt)
    .map((task) => {
      const unit = authority.units.find(({ id }) => id === task.unit);
      const stage = findStage(permit, task.stage);
      return {
        stage: task.stage,
        title: stage ? say(stage.title, language) : task.stage,
        unit: unit && say(unit.title, language),
        openedAt: at(task.openedAt) as string,
        dueAt: at(task.dueAt),
        outcome: task.outcome,
        as: task.as,
      };
    });
}

/** The latest request, while it waits for its answer, with the number of the event that asked. */
export function openRequest(
  application: Application,
  { permit }: Pick<Rules, "permit">,
  trail: readonly AuditEvent[],
) {
  const owed = owedSupplement(application, permit);
  const asked = trail.findLast(({ body }) => body.type === "SupplementAsked");
  if (!owed || asked?.body.type !== "SupplementAsked") return undefined;
  return { owed, request: asked.body.request, seq: asked.seq };
}

function supplementAsked(
  application: Application,
  rules: Rules,
  trail: readonly AuditEvent[],
  at: Format,
): View["supplement"] {
  const open = openRequest(application, rules, trail);
  if (!open) return undefined;
  const { reasons, fields, documents, text } = open.request;
  return {
    reasons: [...reasons],
    fields: [...fields],
    documents: [...documents],
    text,
    dueAt: at(open.owed.dueAt) as string,
  };
}

function refusal(
  { permit }: Rules,
  trail: readonly AuditEvent[],
  language: string,
): View["refusal"] {
  const refused = trail.findLast(
    ({ body }) => body.type === "Decided" && body.outcome === "Refused",
  )?.body;
  if (refused?.type !== "Decided") return undefined;
  const known = stagesOf(permit).flatMap((stage) => ("refusals" in stage ? stage.refusals : []));
  return {
    reasons: refused.reasons.map((code) => {
      const reason = known.find((each) => each.code === code);
      return { code, title: reason ? say(reason.title, language) : code };
    }),
    ...(refused.text !== undefined && { text: refused.text }),
  };
}
