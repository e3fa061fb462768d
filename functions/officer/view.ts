/** Tasks as officers see them. */
import { formatMoment } from "../../shared/calendar/moment.ts";
import type { WorkingCalendar } from "../../shared/calendar/working.ts";
import { findStage } from "../../shared/permit/stages.ts";
import type { InboxEntry } from "../../shared/store/inbox.ts";
import { say } from "../../shared/text.ts";
import { permit as permitOf } from "../../workflows/registry.ts";

export function entryView(
  entry: InboxEntry,
  { unit, role }: { unit: string; role: string },
  { zone }: WorkingCalendar,
  language: string,
) {
  const permit = permitOf(entry.permit, entry.permitVersion);
  const stage = permit && findStage(permit, entry.stage);
  return {
    id: `${entry.application}.${entry.stage}.${entry.round}`,
    application: entry.application,
    dossier: entry.dossier,
    permit: {
      id: entry.permit,
      version: entry.permitVersion,
      title: permit ? say(permit.title, language) : entry.permit,
    },
    stage: entry.stage,
    title: stage ? say(stage.title, language) : entry.stage,
    round: entry.round,
    unit,
    role,
    openedAt: formatMoment(entry.openedAt, zone),
    ...(entry.dueAt !== undefined && { dueAt: formatMoment(entry.dueAt, zone) }),
    ...(entry.claimedBy !== undefined && { claimedBy: entry.claimedBy }),
  };
}
