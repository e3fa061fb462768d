/** Tasks as officers see them. */
import type { Seat } from "../../shared/application/event.ts";
import { formatMoment } from "../../shared/calendar/moment.ts";
import type { WorkingCalendar } from "../../shared/calendar/working.ts";
import { findStage } from "../../shared/permit/stages.ts";
import type { InboxEntry } from "../../shared/store/inbox.ts";
import { seatIn } from "../../shared/store/table.ts";
import { say } from "../../shared/text.ts";
import { permit as permitOf } from "../../workflows/registry.ts";

export function entryView(
  entry: InboxEntry,
  seat: Seat,
  { zone }: WorkingCalendar,
  language: string,
) {
  const below = entry.inboxOrder === undefined ? undefined : seatIn(entry.inboxOrder);
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
    ...(below ?? seat),
    ...(below && { escalated: true }),
    openedAt: formatMoment(entry.openedAt, zone),
    ...(entry.dueAt !== undefined && { dueAt: formatMoment(entry.dueAt, zone) }),
    ...(entry.claimedBy !== undefined && { claimedBy: entry.claimedBy }),
  };
}
