/**
 * Between instants and the local time of a zone. Offsets come from the runtime's own tz database
 * through `Intl`, once per zone and year; every later question is arithmetic on that list.
 */
import type { Instant } from "../ports.ts";
import { type CivilDay, civilDay, dateParts } from "./day.ts";

export const MINUTE = 60_000;
export const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** From `since` (an instant, inclusive) on, local time is UTC plus `offset` milliseconds. */
interface OffsetSpan {
  readonly since: Instant;
  readonly offset: number;
}

/** Local time: a civil day and the milliseconds that a wall clock shows past its midnight. */
export interface LocalTime {
  readonly day: CivilDay;
  readonly sinceMidnight: number;
}

/** One IANA time zone. Get it from {@link zoneOf}. */
export class Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #years = new Map<number, readonly OffsetSpan[]>();
  #lastFrom = 0;
  #lastTo = 0;
  #lastSpans: readonly OffsetSpan[] = [];

  /** @throws RangeError if the runtime knows no zone of that name */
  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
    this.name = name;
  }

  /** Milliseconds to add to UTC at this instant. */
  offsetAt(at: Instant): number {
    if (at < this.#lastFrom || at >= this.#lastTo) this.#turnTo(at);
    const spans = this.#lastSpans;
    let index = spans.length - 1;
    while (index > 0 && spans[index]!.since > at) index--;
    return spans[index]!.offset;
  }

  localOf(at: Instant): LocalTime {
    const local = at + this.offsetAt(at);
    const day = Math.floor(local / DAY);
    return { day, sinceMidnight: local - day * DAY };
  }

  /**
   * The instant at which the wall clock shows this time. A time that the spring change skips is
   * read with the offset before the change (01:30 in the gap is 02:30); a time that the autumn
   * change repeats is its first occurrence. RFC 5545 section 3.3.5 says the same.
   */
  instantOf(day: CivilDay, sinceMidnight: number): Instant {
    const local = day * DAY + sinceMidnight;
    const before = this.offsetAt(local - DAY);
    const after = this.offsetAt(local + DAY);
    if (before === after) return local - before;
    if (this.offsetAt(local - before) === before) return local - before;
    if (this.offsetAt(local - after) === after) return local - after;
    return local - before;
  }

  #turnTo(at: Instant): void {
    const { year } = dateParts(Math.floor(at / DAY));
    let spans = this.#years.get(year);
    if (!spans) {
      spans = this.#readYear(year);
      this.#years.set(year, spans);
    }
    this.#lastFrom = civilDay(year, 1, 1) * DAY;
    this.#lastTo = civilDay(year + 1, 1, 1) * DAY;
    this.#lastSpans = spans;
  }

  /** Steps through a UTC year by weeks (no zone changes twice in one) and closes in on each change. */
  #readYear(year: number): readonly OffsetSpan[] {
    const end = civilDay(year + 1, 1, 1) * DAY;
    let at = civilDay(year, 1, 1) * DAY;
    const spans: OffsetSpan[] = [{ since: at, offset: this.#ask(at) }];
    while (at < end) {
      const next = Math.min(at + WEEK, end);
      const offset = spans.at(-1)!.offset;
      if (this.#ask(next) !== offset) {
        const since = this.#changeBetween(at, next, offset);
        if (since < end) spans.push({ since, offset: this.#ask(since) });
      }
      at = next;
    }
    return spans;
  }

  #changeBetween(from: Instant, to: Instant, offset: number): Instant {
    let [low, high] = [from, to];
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000;
      if (this.#ask(middle) === offset) low = middle;
      else high = middle;
    }
    return high;
  }

  /** The zone's offset as the tz database has it: `GMT`, `GMT+07:00`, rarely with seconds. */
  #ask(at: Instant): number {
    const text = this.#format.formatToParts(at).find(({ type }) => type === "timeZoneName")!.value;
    const match = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
    if (!match) throw new RangeError(`Intl gives the offset of ${this.name} as "${text}"`);
    const [, sign, hours = "0", minutes = "0", seconds = "0"] = match;
    const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
    return sign === "-" ? -size : size;
  }
}

const zones = new Map<string, Zone>();

/**
 * The zone of an IANA name, such as `Asia/Ho_Chi_Minh`.
 * @throws RangeError if the runtime knows no zone of that name
 */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const zone = new Zone(name);
  zones.set(name, zone);
  return zone;
}
