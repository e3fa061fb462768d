/** What is wrong with an authority's file: in itself, and beside the permits that it grants. */
import { unservedStages } from "../../shared/application/units.ts";
import { type AuthorityFile, authorityFaults } from "../../shared/authority/authority.ts";
import { type Override, overridden } from "../../shared/authority/override.ts";
import type { Permit } from "../../shared/permit/permit.ts";
import { definePermit, PermitDefinitionError } from "../define-permit.ts";
import { permits } from "../registry.ts";
import { calendarOf } from "./registry.ts";

/** Every fault, each a sentence with the path; none means that it may be applied. */
export function fileFaults(file: AuthorityFile): string[] {
  const own = authorityFaults(file);
  if (own.length > 0) return own;
  return (file.permits ?? []).flatMap(({ permit: id, overrides = [] }, index) => {
    const path = `/permits/${index}`;
    const versions = permits.filter((each) => each.id === id);
    if (versions.length === 0) return [`${path}/permit: there is no published permit ${id}`];
    return [
      ...versions.flatMap((permit) => unservedFaults(file, permit, path)),
      ...overlaps(overrides, path),
      ...overrides.flatMap((override, at) =>
        versions.flatMap((permit) =>
          overrideFaults(file, permit, override, `${path}/overrides/${at}`),
        ),
      ),
    ];
  });
}

/** Somewhere at least, every stage must find its unit. */
function unservedFaults(file: AuthorityFile, permit: Permit, path: string): string[] {
  const missing = file.places.map(({ code }) => unservedStages(file, permit, code));
  if (missing.some((stages) => stages.length === 0)) return [];
  const least = missing.sort((a, b) => a.length - b.length)[0] ?? [];
  const wanted = least.map(({ role, level }) => `${role} at level ${level}`).join(", ");
  return [`${path}/permit: nowhere are there units for all of ${permit.id}; missing: ${wanted}`];
}

function overlaps(overrides: readonly Override[], path: string): string[] {
  return overrides.flatMap((override, at) => {
    const { from, to } = override;
    if (to !== undefined && to < from)
      return [`${path}/overrides/${at}/to: it ends before it begins`];
    const earlier = overrides
      .slice(0, at)
      .some((each) => each.from <= (to ?? "9999-12-31") && from <= (each.to ?? "9999-12-31"));
    return earlier
      ? [`${path}/overrides/${at}: another override is in force on some of its days`]
      : [];
  });
}

/** A permit with its override is proven by the very rules that every permit is proven by. */
function overrideFaults(
  file: AuthorityFile,
  permit: Permit,
  override: Override,
  path: string,
): string[] {
  const { fee, calendar } = override;
  return [
    ...(fee && permit.fee?.currency !== file.currency
      ? [`${path}/fee: ${permit.id} is not paid in ${file.currency}`]
      : []),
    ...(calendar === undefined ? [] : calendarFaults(file, calendar, path)),
    ...proven(permit, override).map((fault) => `${path}: ${fault}`),
  ];
}

function calendarFaults(file: AuthorityFile, id: string, path: string): string[] {
  try {
    return calendarOf(id).timeZone === calendarOf(file.calendar).timeZone
      ? []
      : [`${path}/calendar: ${id} is of another time zone than ${file.calendar}`];
  } catch (error) {
    return [`${path}/calendar: ${(error as Error).message}`];
  }
}

function proven(permit: Permit, override: Override): string[] {
  // An override's tariff stands for its own days alone; the gaps around it are the permit's tariff.
  const { from, to, ...rest } = override;
  const always = { ...rest, from: permit.validFrom };
  try {
    definePermit(overridden(permit, always));
    return [];
  } catch (error) {
    if (!(error instanceof PermitDefinitionError)) throw error;
    return error.faults.map(({ path, fault, remedy }) => `${path}: ${fault}. ${remedy}`);
  }
}
