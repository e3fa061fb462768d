/** Authorities and their calendars, as they were last applied. */
import type { Appointment, Authority } from "../authority/authority.ts";
import type { AppliedCalendar } from "../clock/decreed.ts";
import type { TableReader } from "./client.ts";
import * as keys from "./keys.ts";
import { withoutKey } from "./people.ts";

export interface Authorities {
  authority(id: string): Promise<Authority | undefined>;
  /** Every authority that was applied, by id. */
  all(): Promise<Authority[]>;
  /** Its own calendar, or another that it counts some permits by. */
  calendar(id: string, other?: string): Promise<AppliedCalendar | undefined>;
  /** Officers of a role in a unit, in force or not. */
  officers(authority: string, unit: string, role?: string): Promise<Appointment[]>;
}

export function authorities(table: TableReader): Authorities {
  return {
    async authority(id) {
      const item = await table.get(keys.authority(id), { consistent: false });
      return item && (withoutKey(item) as unknown as Authority);
    },
    async all() {
      const { items } = await table.query({
        partition: ["pk", keys.authorityName("").pk],
        sort: { name: "sk", prefix: "AUTHORITY#" },
      });
      const found = await table.getAll(
        items.map(({ sk }) => keys.authority(String(sk).slice("AUTHORITY#".length))),
      );
      return found
        .map((item) => withoutKey(item) as unknown as Authority)
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async calendar(id, other) {
      const item = await table.get(keys.calendar(id, other), { consistent: false });
      return item && (withoutKey(item) as unknown as AppliedCalendar);
    },
    async officers(authority, unit, role) {
      const { items } = await table.query({
        partition: ["pk", keys.authority(authority).pk],
        sort: { name: "sk", prefix: `OFFICER#${unit}#${role === undefined ? "" : `${role}#`}` },
      });
      return items.map((item) => withoutKey(item) as unknown as Appointment);
    },
  };
}
