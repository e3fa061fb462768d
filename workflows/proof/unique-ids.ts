/** Nothing that is looked up by its id exists twice. */
import type { DefinitionFault, Rule } from "./rule.ts";
import { placed } from "./rule.ts";

interface Named {
  readonly key: string;
  readonly path: string;
}

export const uniqueIds: Rule = (definition) => {
  const stages = [
    ...placed(definition).map(({ stage, path }) => ({ key: stage.id, path: `${path}.id` })),
    ...definition.stages.flatMap((step, index) =>
      step.kind === "parallel" ? [{ key: step.id, path: `stages[${index}].id` }] : [],
    ),
  ];
  const { licence } = definition;
  return [
    ...doubles(stages),
    ...doubles(ids(definition.documents, "documents")),
    ...doubles(ids(definition.roles, "roles")),
    ...doubles(ids(licence.claims, "licence.claims")),
    ...doubles(
      licence.claims.map((claim, index) => ({
        key: String(claim.cwtKey),
        path: `licence.claims[${index}].cwtKey`,
      })),
    ),
    ...doubles(codes(licence.statusReasons, "licence.statusReasons")),
    ...(definition.fee?.tariffs ?? []).flatMap((tariff, index) =>
      doubles(ids(tariff.lines, `fee.tariffs[${index}].lines`)),
    ),
    ...placed(definition).flatMap(({ stage, path }) =>
      "refusals" in stage ? doubles(codes(stage.refusals, `${path}.refusals`)) : [],
    ),
    ...placed(definition).flatMap(({ stage, path }) =>
      stage.kind === "inspect" ? doubles(ids(stage.checklist, `${path}.checklist`)) : [],
    ),
  ];
};

const ids = (items: readonly { readonly id: string }[], path: string): Named[] =>
  items.map(({ id }, index) => ({ key: id, path: `${path}[${index}].id` }));

const codes = (items: readonly { readonly code: string }[], path: string): Named[] =>
  items.map(({ code }, index) => ({ key: code, path: `${path}[${index}].code` }));

function doubles(items: readonly Named[]): DefinitionFault[] {
  const first = new Map<string, string>();
  return items.flatMap(({ key, path }) => {
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, path);
    if (earlier === undefined) return [];
    return [{ path, fault: `"${key}" stands at ${earlier} already`, remedy: "Give each its own." }];
  });
}
