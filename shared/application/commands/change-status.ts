/** The status of an issued licence is changed: by an officer, by its holder, or by its successor. */
import { type CivilDay, parseDay } from "../../calendar/day.ts";
import { mayChange, type StatusAction } from "../../licence/status.ts";
import type { Permit } from "../../permit/permit.ts";
import type { Instant } from "../../ports.ts";
import { Problem } from "../../problem.ts";
import type { Text } from "../../text.ts";
import type { Application } from "../application.ts";
import type { Case } from "../case.ts";
import type { EventBody } from "../event.ts";

export interface StatusDecision {
  readonly action: StatusAction;
  readonly reason: string;
  /** The civil date of effect; absent: at once. */
  readonly effectiveOn?: string;
  readonly text?: string;
}

/** What each action needs a reason for, as the permit's `statusReasons` say it. */
const TO = {
  suspend: "suspended",
  revoke: "revoked",
  surrender: "surrendered",
  replace: "replaced",
} as const satisfies Partial<Record<StatusAction, string>>;

/** A permit says why a licence may be taken away; why it is given back is the same everywhere. */
export const REINSTATEMENT_REASONS: readonly { readonly code: string; readonly title: Text }[] = [
  {
    code: "ground-removed",
    title: { en: "Its ground has ceased", vi: "Lý do đình chỉ không còn" },
  },
  {
    code: "decided-in-error",
    title: { en: "It was decided in error", vi: "Quyết định đình chỉ có sai sót" },
  },
  {
    code: "ordered-on-appeal",
    title: { en: "It was ordered upon an appeal", vi: "Theo kết quả giải quyết khiếu nại, tòa án" },
  },
];

/** The reasons for which something may be done to a permit's licence. */
export function reasonsFor(permit: Permit, action: StatusAction) {
  if (action === "reinstate") return REINSTATEMENT_REASONS;
  return permit.licence.statusReasons.filter(({ to }) => to === TO[action]);
}

/** A licence as its life is told, or undefined before it is issued. */
export function licensedOf({ endedAt, expiresAt, statusChanges }: Application) {
  if (expiresAt === undefined || endedAt === undefined) return undefined;
  return { issuedAt: endedAt, expiresAt, changes: statusChanges ?? [] };
}

/**
 * @throws Problem `not-found` before it is issued, `wrong-state` where its status does not allow it
 *   or it has expired by then, `validation-failed` for a reason that the permit does not know or a
 *   date of effect in the past
 */
export function changeStatus(kase: Case, decision: StatusDecision): EventBody[] {
  const { application, permit } = kase;
  const licensed = licensedOf(application);
  if (!licensed || application.licence === undefined) throw new Problem("not-found");
  const { action, reason, effectiveOn, text } = decision;
  const codes = reasonsFor(permit, action).map(({ code }) => code);
  if (codes.length === 0) throw new Problem("not-permitted");
  if (!codes.includes(reason)) {
    const known = codes.join(", ");
    throw refused("/reason", "unknown-code", {
      en: `"${reason}" is not one of ${known}.`,
      vi: `"${reason}" không thuộc: ${known}.`,
    });
  }
  const from = effectiveFrom(kase, effectiveOn);
  if (!mayChange(licensed, action, from)) throw new Problem("wrong-state");
  return [
    {
      type: "LicenceStatusDecided",
      number: application.licence,
      action,
      reason,
      effectiveAt: from,
      ...(text !== undefined && { text }),
    },
  ];
}

/** A day of effect begins at its midnight where the authority is; today is at once. */
function effectiveFrom({ calendar, now }: Case, effectiveOn: string | undefined): Instant {
  if (effectiveOn === undefined) return now;
  const day = dayOf(effectiveOn);
  const today = calendar.dayOf(now);
  if (day === undefined || day < today) {
    throw refused("/effectiveOn", "past", {
      en: "A change takes effect today or later.",
      vi: "Quyết định có hiệu lực từ hôm nay trở đi.",
    });
  }
  return day === today ? now : calendar.zone.instantOf(day, 0);
}

function dayOf(text: string): CivilDay | undefined {
  try {
    return parseDay(text);
  } catch {
    return undefined;
  }
}

function refused(pointer: string, code: string, detail: Text): Problem {
  return new Problem("validation-failed", { faults: [{ pointer, code, detail }] });
}
