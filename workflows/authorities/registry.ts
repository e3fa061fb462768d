/** The calendars that an authority's file may name. */
import type { Calendar } from "../../shared/calendar/calendar.ts";
import { englandAndWales } from "./calendars/england-and-wales.ts";
import { tamilNadu } from "./calendars/tamil-nadu.ts";
import { vietNam } from "./calendars/viet-nam.ts";

const CALENDARS: readonly Calendar[] = [vietNam, englandAndWales, tamilNadu];

/** @throws Error naming those there are */
export function calendarOf(id: string): Calendar {
  const calendar = CALENDARS.find((each) => each.id === id);
  if (!calendar) {
    const known = CALENDARS.map((each) => each.id).join(", ");
    throw new Error(`there is no calendar "${id}"; there are: ${known}`);
  }
  return calendar;
}
