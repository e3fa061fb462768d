/** What a command decides upon: the file as it stands, with the rules that it runs by. */
import { type Authority, placeOf } from "../authority/authority.ts";
import type { WorkingCalendar } from "../calendar/working.ts";
import type { DecreedDay } from "../clock/decreed.ts";
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
  /** What changed in the calendar since it was first applied. */
  readonly decreed?: readonly DecreedDay[] | undefined;
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
  application: Pick<Application, "place" | "applicantKind" | "tasks" | "notice">,
  answers: unknown,
): Facts {
  const { applicantKind, notice } = application;
  const place = placeOf(authority, application.place);
  return {
    answers,
    applicant: { kind: applicantKind },
    place: { code: application.place, area: place?.area ?? "rural" },
    ...(notice && { notice: { timing: notice } }),
    stages: outcomesOf(application),
  };
}

function outcomesOf({ tasks }: Pick<Application, "tasks">): NonNullable<Facts["stages"]> {
  const decided = Object.values(tasks)
    .filter(({ outcome }) => outcome === "Approved")
    .map(({ stage, as = "approved" }) => [stage, { outcome: as }]);
  return Object.fromEntries(decided);
}
