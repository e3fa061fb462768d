/** Builds ledgers from what happened to them. */
import { parseDay } from "../../../shared/calendar/day.ts";
import {
  type ClockResult,
  endClock,
  extendClock,
  type Ledger,
  restartClock,
  resumeClock,
  startClock,
  stopClock,
} from "../../../shared/clock/ledger.ts";
import type { Limit } from "../../../shared/clock/limit.ts";
import { rescheduleOnce } from "../../../shared/clock/reschedule.ts";
import { calendars } from "../calendar/calendars.ts";

/** One thing that happened to a clock, at a local time of Viet Nam. */
export type Happening =
  | readonly ["start" | "stop" | "resume" | "restart" | "end", string]
  | readonly ["extend", string, number]
  | readonly ["reschedule", string, string];

export interface LedgerCase {
  readonly name: string;
  readonly limit: Limit;
  readonly happened: readonly Happening[];
  /** Absent: the clock stands still. */
  readonly due?: string;
  readonly working: string;
}

/** A local time of Viet Nam. */
export function vn(text: string): number {
  return Date.parse(`${text.replace(" ", "T")}+07:00`);
}

/** The ledger, where the operation was carried out. */
export function done(result: ClockResult): Ledger {
  if (!result.ok) throw new Error(`refused: ${result.refusal}`);
  return result.ledger;
}

export function ledgerOf(happened: readonly Happening[], limit: Limit): Ledger {
  const [first, ...rest] = happened;
  return rest.reduce(
    (ledger, happening) => {
      const at = vn(happening[1]);
      switch (happening[0]) {
        case "stop":
          return done(stopClock(ledger, at, "supplement"));
        case "resume":
          return done(resumeClock(ledger, at));
        case "restart":
          return done(restartClock(ledger, at));
        case "end":
          return done(endClock(ledger, at, "decided"));
        case "extend":
          return done(extendClock(ledger, at, happening[2], "complex"));
        case "reschedule": {
          const date = { at, to: parseDay(happening[2]), reason: "overload" };
          return done(rescheduleOnce(ledger, date, limit, calendars["viet-nam"]));
        }
        default:
          throw new Error(`a clock starts once`);
      }
    },
    startClock(vn(first![1])),
  );
}
