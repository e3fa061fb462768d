import type { Instant } from "../ports.ts";
import { formatDay } from "./day.ts";
import { MINUTE, type Zone } from "./zone.ts";

/** A moment as RFC 3339 in a zone's own time, with its offset: `2026-11-23T09:01:02+07:00`. */
export function formatMoment(at: Instant, zone: Zone): string {
  const whole = at - (((at % 1000) + 1000) % 1000);
  const { day } = zone.localOf(whole);
  const offset = Math.round(zone.offsetAt(whole) / MINUTE);
  const clock = new Date(whole + offset * MINUTE).toISOString().slice(11, 19);
  const sign = offset < 0 ? "-" : "+";
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${formatDay(day)}T${clock}${sign}${twoDigits(hours)}:${twoDigits(minutes)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
