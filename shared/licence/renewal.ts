/** When a licence may be renewed: the window that its permit opens before it expires. */
import type { WorkingCalendar } from "../calendar/working.ts";
import { latestStart } from "../clock/due.ts";
import type { Limit } from "../clock/limit.ts";
import type { LicenceTemplate } from "../permit/permit.ts";
import type { Instant } from "../ports.ts";

export interface RenewalWindow {
  readonly opensAt: Instant;
  /** The last instant in time; later it is late, where the law takes it late at all. */
  readonly closesAt: Instant;
  /** The last instant at all. */
  readonly endsAt: Instant;
}

/** @returns undefined where the permit knows no renewal */
export function renewalWindow(
  { renewal }: Pick<LicenceTemplate, "renewal">,
  expiresAt: Instant,
  calendar: WorkingCalendar,
): RenewalWindow | undefined {
  if (!renewal) return undefined;
  const last = expiresAt - 1;
  const closesAt = latestStart(last, renewal.until, calendar);
  return {
    opensAt: latestStart(last, renewal.from, calendar),
    closesAt,
    endsAt: renewal.lateUntilExpiry ? last : closesAt,
  };
}

/** Calendar days past the end of the window, 0 within it: what a late fee is counted by. */
export function daysLate(
  { closesAt }: RenewalWindow,
  now: Instant,
  calendar: WorkingCalendar,
): number {
  return Math.max(0, calendar.dayOf(now) - calendar.dayOf(closesAt));
}

const LAST_CALL: Limit = { amount: 7, unit: "calendarDays", binds: "licence" };

/** When a holder is reminded: as the window opens, and a week before it closes. */
export function reminders(
  { opensAt, closesAt }: RenewalWindow,
  calendar: WorkingCalendar,
): { readonly occasion: ReminderOccasion; readonly at: Instant }[] {
  const closing = Math.max(opensAt, latestStart(closesAt, LAST_CALL, calendar));
  return [
    { occasion: "opens", at: opensAt },
    { occasion: "closes", at: closing },
  ];
}

export type ReminderOccasion = "opens" | "closes";
