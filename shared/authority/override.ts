/**
 * Where an authority departs from a permit that many grant: a province's eight days for the nation's
 * ten, another fee table, another calendar. The permit itself is not copied; what an override leaves
 * out stays as the permit has it.
 */
import * as z from "zod";
import {
  conditionSchema,
  legalBasisSchema,
  limitSchema,
  tariffLineSchema,
} from "../permit/condition-schema.ts";
import type { CivilDate, Permit, PermitDefinition } from "../permit/permit.ts";

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case letters, digits and hyphens");

export const overrideSchema = z.strictObject({
  /** In force from one day to another, both inclusive: it holds for what is submitted on these days. */
  from: z.iso.date(),
  to: z.iso.date().optional(),
  basis: legalBasisSchema,
  /** The whole statutory limit; with it go the permit's own cases, unless others are given. */
  limit: limitSchema.optional(),
  cases: z
    .array(z.strictObject({ when: conditionSchema, limit: limitSchema }))
    .min(1)
    .max(20)
    .optional(),
  /** The lines of the fee table, in place of the permit's. */
  fee: z.array(tariffLineSchema).min(1).max(100).optional(),
  /** The calendar that counts this permit's limits. */
  calendar: slug.optional(),
});

export const grantSchema = z.strictObject({
  permit: slug,
  overrides: z.array(overrideSchema).max(100).optional(),
});

export type Override = z.infer<typeof overrideSchema>;
export type Grant = z.infer<typeof grantSchema>;

interface Granting {
  readonly id: string;
  readonly permits?: readonly Grant[] | undefined;
}

/** Whether an authority grants a permit: by its own list and by the permit's, where they have one. */
export function grants(
  { id, permits }: Granting,
  permit: Pick<PermitDefinition, "id" | "authorities">,
): boolean {
  const listed = permits?.some((each) => each.permit === permit.id) ?? true;
  return listed && (permit.authorities?.includes(id) ?? true);
}

/** The override that is in force for a permit on a day, or undefined. */
export function overrideOn(
  { permits = [] }: Pick<Granting, "permits">,
  permit: string,
  on: CivilDate,
): Override | undefined {
  return permits
    .find((each) => each.permit === permit)
    ?.overrides?.find(({ from, to }) => from <= on && (to === undefined || on <= to));
}

/** The permit as it is with an override. Sound where `authorityFaults` of the workflows found none. */
export function overridden(permit: Permit, override: Override): Permit;
export function overridden(permit: PermitDefinition, override: Override): PermitDefinition;
export function overridden(permit: PermitDefinition, override: Override): PermitDefinition {
  const { from, to, basis, limit, cases, fee } = override;
  const { cases: _, ...clock } = permit.clock;
  return {
    ...permit,
    ...((limit || cases) && {
      clock: { ...clock, limit: limit ?? clock.limit, basis, ...(cases && { cases }) },
    }),
    ...(fee &&
      permit.fee && {
        fee: {
          currency: permit.fee.currency,
          tariffs: [{ from, ...(to !== undefined && { to }), basis, lines: fee }],
        },
      }),
  };
}

/** The calendars that an authority's overrides name beside its own. */
export function otherCalendars({
  calendar,
  permits = [],
}: Pick<Granting, "permits"> & { readonly calendar: string }): string[] {
  const named = permits.flatMap(({ overrides = [] }) =>
    overrides.flatMap((each) => each.calendar ?? []),
  );
  return [...new Set(named)].filter((id) => id !== calendar);
}
