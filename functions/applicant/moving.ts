/** A draft and the permit's newest version: by which it goes on, and what is other there. */
import type * as z from "zod";
import type { Case } from "../../shared/application/case.ts";
import { type Moved, moved } from "../../shared/application/commands/move.ts";
import { formatDay } from "../../shared/calendar/day.ts";
import { differences } from "../../shared/permit/difference.ts";
import type { Fault } from "../../shared/problem.ts";
import { say } from "../../shared/text.ts";
import { currentVersion, permit as permitOf } from "../../workflows/registry.ts";
import { type Contents, contentFaults } from "./contents.ts";
import type { faultView } from "./contracts/view.ts";

/** The case as it goes on: a draft by the newest version, whenever its applicant does something. */
export function movedCase(kase: Case): Moved {
  return moved(kase, currentVersion(kase.application.permit, dayOf(kase)));
}

/** Whether the permit of a draft takes applications: a version that has begun closes those before it. */
export function isOffered(kase: Case): boolean {
  return currentVersion(kase.application.permit, dayOf(kase)) !== undefined;
}

/** What is other in the version that a draft has moved to, or will move to; undefined: nothing. */
export function changeOf(kase: Case): { from: number; kase: Case; faults: Fault[] } | undefined {
  const { application } = kase;
  const from = application.movedFrom ?? application.permitVersion;
  const next = movedCase(kase).kase;
  const before = permitOf(application.permit, from);
  if (application.phase !== "draft" || !before || before.version === next.permit.version) {
    return undefined;
  }
  return { from, kase: next, faults: differences(before, next.permit, dayOf(kase)) };
}

/** The same for a reader, with what the draft still lacks by the new version. */
export function changeView(kase: Case, contents: Contents, language: string) {
  const change = changeOf(kase);
  if (!change) return undefined;
  return {
    from: change.from,
    to: change.kase.permit.version,
    differences: change.faults.map(told(language)),
    missing: contentFaults(change.kase, contents).map(told(language)),
  };
}

/** A fault in words of a language. */
export const told =
  (language: string) =>
  ({ pointer, code, detail, label }: Fault): z.output<typeof faultView> => ({
    pointer,
    code,
    detail: say(detail, language),
    ...(label && { label: say(label, language) }),
  });

function dayOf({ calendar, now }: Case) {
  return formatDay(calendar.dayOf(now));
}
