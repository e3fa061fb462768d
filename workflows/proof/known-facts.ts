/** Every condition asks about a fact that exists, and compares it with something it can be. */
import type { Condition, Statement } from "../../shared/permit/condition.ts";
import { statements } from "../../shared/permit/condition.ts";
import type { PermitDefinition } from "../../shared/permit/permit.ts";
import { knownFact } from "./fact.ts";
import type { DefinitionFault, Rule } from "./rule.ts";
import { listed, placed } from "./rule.ts";

interface Asked {
  readonly path: string;
  readonly condition: Condition | undefined;
  /** Stages before this step have outcomes that may be asked about. */
  readonly step?: number;
}

export const knownFacts: Rule = (definition) =>
  conditionsOf(definition).flatMap(({ path, condition, step }) =>
    condition
      ? statements(condition).flatMap((statement) =>
          statementFaults(definition, path, statement, step),
        )
      : [],
  );

function conditionsOf(definition: PermitDefinition): Asked[] {
  return [
    ...definition.documents.map(({ requiredIf }, index) => ({
      path: `documents[${index}].requiredIf`,
      condition: requiredIf,
    })),
    ...(definition.fee?.tariffs ?? []).flatMap(({ lines }, tariff) =>
      lines.map(({ when }, line) => ({
        path: `fee.tariffs[${tariff}].lines[${line}].when`,
        condition: when,
      })),
    ),
    ...(definition.clock.cases ?? []).map(({ when }, index) => ({
      path: `clock.cases[${index}].when`,
      condition: when,
    })),
    ...placed(definition).flatMap(({ stage, path, step }): Asked[] => [
      ...("when" in stage ? [{ path: `${path}.when`, condition: stage.when, step }] : []),
      ...("objectionRefusesIf" in stage
        ? [{ path: `${path}.objectionRefusesIf`, condition: stage.objectionRefusesIf, step }]
        : []),
    ]),
  ];
}

function statementFaults(
  definition: PermitDefinition,
  path: string,
  statement: Statement,
  step: number | undefined,
): DefinitionFault[] {
  const found = knownFact(definition, statement.fact, step);
  if (!found) {
    return [
      {
        path,
        fault: `there is no fact "${statement.fact}" at this point`,
        remedy:
          "Point at a field of the answers (/answers/...), /applicant/kind, /place/area, or the outcome of an earlier stage.",
      },
    ];
  }
  const numeric = "atLeast" in statement || "below" in statement;
  if (numeric && found.kind !== "number") {
    return [
      {
        path,
        fault: `"${statement.fact}" is no number`,
        remedy: "Compare it with equals, oneOf or isPresent.",
      },
    ];
  }
  return impossible(statement, found).map((value) => ({
    path,
    fault: `"${statement.fact}" can never be ${JSON.stringify(value)}`,
    remedy: found.values
      ? `It is one of: ${listed(found.values.map(String))}.`
      : `Compare it with a ${found.kind}.`,
  }));
}

function impossible(
  statement: Statement,
  fact: { readonly kind: string; readonly values?: readonly unknown[] },
): unknown[] {
  const compared =
    "equals" in statement ? [statement.equals] : "oneOf" in statement ? statement.oneOf : [];
  return compared.filter((value) => {
    if (fact.values) return !fact.values.includes(value);
    return typeof value !== fact.kind;
  });
}
