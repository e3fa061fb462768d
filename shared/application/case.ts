/** What a command decides upon: the file as it stands, with the rules that it runs by. */
import { type Authority, placeOf } from "../authority/authority.ts";
import type { WorkingCalendar } from "../calendar/working.ts";
import type { Facts } from "../permit/condition.ts";
import type { Permit } from "../permit/permit.ts";
import type { Instant } from "../ports.ts";
import type { Application } from "./application.ts";
import type { Reckoning } from "./clock.ts";

/** The law as it applies to one file. */
export interface Rules {
  readonly permit: Permit;
  readonly authority: Authority;
  readonly calendar: WorkingCalendar;
}

export interface Case extends Rules {
  readonly application: Application;
  readonly now: Instant;
}

/** By what the statutory clock of a submitted file is counted. */
export function reckoning({ application, permit, calendar }: Omit<Case, "now">): Reckoning {
  return { limit: application.limit ?? permit.clock.limit, calendar };
}

/** The facts that conditions, tariffs and claims are asked over. */
export function factsOf(
  { authority }: Pick<Rules, "authority">,
  application: { readonly place: string; readonly applicantKind: string },
  answers: unknown,
): Facts {
  const place = placeOf(authority, application.place);
  return {
    answers,
    applicant: { kind: application.applicantKind },
    place: { code: application.place, area: place?.area ?? "rural" },
  };
}
