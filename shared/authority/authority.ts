/**
 * Who grants: an authority, its places (a tree), its units, and the officers appointed to them.
 * All of it is data, validated here and applied by `npm run authority -- apply <file>`.
 */
import * as z from "zod";
import type { Instant } from "../ports.ts";
import { grantSchema } from "./override.ts";

const text = z.strictObject({ en: z.string().min(1), vi: z.string().min(1).optional() });
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case letters, digits and hyphens");

export const placeSchema = z.strictObject({
  code: slug,
  title: text,
  level: slug,
  /** What a tariff may distinguish. */
  area: z.enum(["urban", "rural"]),
  /** The place that this one lies in; absent at the top. */
  within: slug.optional(),
});

export const unitSchema = z.strictObject({
  id: slug,
  title: text,
  place: slug,
  level: slug,
  /** The code that dossier numbers begin with. */
  agencyCode: z.string().regex(/^[A-Z0-9]+(\.[A-Z0-9]+)*$/),
  /** The roles it acts in, where several units of one place and level share the work; else every one. */
  roles: z.array(slug).min(1).optional(),
});

export const appointmentSchema = z.strictObject({
  id: slug,
  /** The `sub` of the officers' identity pool. */
  person: z.string().min(1).max(128),
  name: z.string().min(1).max(200),
  /** Where warnings and escalations go to; an officer without one is told in the inbox only. */
  email: z.email().optional(),
  unit: slug,
  role: slug,
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Tax codes, or party ids, of those whom the officer belongs to: they decide nothing of theirs. */
  interests: z.array(z.string().min(1).max(64)).max(50).optional(),
});

export const authoritySchema = z.strictObject({
  id: slug,
  title: text,
  /** The language its officers and its mails fall back to. */
  language: z.enum(["en", "vi"]),
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** Who signs its licences: the address under which its keys and status lists are published. */
  issuer: z.url({ protocol: /^https$/ }),
  /** The calendar by which its deadlines are counted. */
  calendar: slug,
  /** `{agency}`, `{yymmdd}` and `{sequence:N}` are replaced. */
  dossierPattern: z.string().includes("{sequence:"),
  /** The permits that it grants, with what it has otherwise; every one of the platform's where absent. */
  permits: z.array(grantSchema).min(1).optional(),
  places: z.array(placeSchema).min(1),
  units: z.array(unitSchema).min(1),
  appointments: z.array(appointmentSchema),
});

export type AuthorityFile = z.infer<typeof authoritySchema>;
/** The authority without its appointments, which are items of their own. */
export type Authority = Omit<AuthorityFile, "appointments">;
export type Place = z.infer<typeof placeSchema>;
export type Unit = z.infer<typeof unitSchema>;
export type AppointmentRow = z.infer<typeof appointmentSchema>;

/** An officer's appointment as it is stored, with moments in place of texts. */
export interface Appointment {
  readonly id: string;
  readonly authority: string;
  readonly person: string;
  readonly name: string;
  readonly email?: string | undefined;
  readonly unit: string;
  readonly role: string;
  readonly from: Instant;
  readonly to?: Instant;
  readonly interests?: readonly string[];
}

/** Whether an appointment is in force; `to` is the first moment at which it is not. */
export function inForce(appointment: Appointment, now: Instant): boolean {
  return appointment.from <= now && (appointment.to === undefined || now < appointment.to);
}

/** Whether one of an officer's appointments is in force for the unit and role that a task waits for. */
export function isAppointed(
  appointments: readonly Appointment[],
  task: {
    readonly authority: string;
    readonly unit?: string | undefined;
    readonly role?: string | undefined;
  },
  now: Instant,
): boolean {
  return appointments.some(
    (each) =>
      each.authority === task.authority &&
      each.unit === task.unit &&
      each.role === task.role &&
      inForce(each, now),
  );
}

/** A place by its code, or undefined. */
export function placeOf(authority: Pick<Authority, "places">, code: string): Place | undefined {
  return authority.places.find((place) => place.code === code);
}

/**
 * The unit that acts in a role at a level for a place: the place's own, or that of the nearest place
 * which contains it. Undefined where no such unit was declared.
 */
export function unitFor(
  authority: Pick<Authority, "places" | "units">,
  placeCode: string,
  { level, role }: { readonly level: string; readonly role: string },
): Unit | undefined {
  let place = authority.places.find(({ code }) => code === placeCode);
  while (place) {
    const { code, within } = place;
    const unit = authority.units.find(
      (each) => each.place === code && each.level === level && (each.roles?.includes(role) ?? true),
    );
    if (unit) return unit;
    place = authority.places.find((each) => each.code === within);
  }
  return undefined;
}

/**
 * Every fault in an authority's file that its shape cannot show: places and units that name what
 * does not exist, or a tree that is none. Each is a sentence with the path of the fault.
 */
export function authorityFaults(file: AuthorityFile): string[] {
  return [
    ...duplicates(
      "places",
      file.places.map(({ code }) => code),
    ),
    ...duplicates(
      "units",
      file.units.map(({ id }) => id),
    ),
    ...duplicates(
      "appointments",
      file.appointments.map(({ id }) => id),
    ),
    ...file.places.flatMap((place, index) => {
      if (place.within === undefined) return [];
      if (!placeOf(file, place.within)) {
        return [`/places/${index}/within: there is no place ${place.within}; add it or correct it`];
      }
      return circular(file, place)
        ? [`/places/${index}/within: the places lie in each other in a circle`]
        : [];
    }),
    ...file.units.flatMap((unit, index) =>
      placeOf(file, unit.place)
        ? []
        : [`/units/${index}/place: there is no place ${unit.place}; add it or correct it`],
    ),
    ...file.appointments.flatMap(({ unit, from, to }, index) => [
      ...(file.units.some(({ id }) => id === unit)
        ? []
        : [`/appointments/${index}/unit: there is no unit ${unit}`]),
      ...(to !== undefined && Date.parse(to) <= Date.parse(from)
        ? [`/appointments/${index}/to: it ends before it begins; correct from or to`]
        : []),
    ]),
  ];
}

function duplicates(list: string, ids: string[]): string[] {
  return ids.flatMap((id, index) =>
    ids.indexOf(id) < index ? [`/${list}/${index}: ${id} stands here twice`] : [],
  );
}

function circular(file: AuthorityFile, start: Place): boolean {
  let place: Place | undefined = start;
  for (let steps = 0; place && steps <= file.places.length; steps++) {
    place = place.within === undefined ? undefined : placeOf(file, place.within);
  }
  return place !== undefined;
}
