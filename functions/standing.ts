import type { Application } from "../shared/application/application.ts";
import { licensedOf } from "../shared/application/commands/change-status.ts";
import { formatMoment } from "../shared/calendar/moment.ts";
import type { Zone } from "../shared/calendar/zone.ts";
import { standingAt, standingsOf } from "../shared/licence/status.ts";
import type { Instant } from "../shared/ports.ts";
import { Problem } from "../shared/problem.ts";

/** How a licence stands, as the API says it. */
export function standingView(application: Application, now: Instant, zone: Zone) {
  const licensed = licensedOf(application);
  if (!licensed) throw new Problem("not-found");
  const { status, since, reason } = standingAt(licensed, now);
  const next = standingsOf(licensed).find((each) => each.since > now);
  return {
    status,
    since: formatMoment(since, zone),
    ...(reason !== undefined && { reason }),
    ...(next &&
      next.status !== "expired" && {
        next: { status: next.status, from: formatMoment(next.since, zone) },
      }),
  };
}
