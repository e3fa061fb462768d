/** The form is strict, every field of it has a name, and a field that is asked in some cases can be left out in others. */
import { type Condition, factsOf } from "../../shared/permit/condition.ts";
import type { PermitDefinition } from "../../shared/permit/permit.ts";
import { fieldAt, fieldsOf, isStrict, optionsOf, wordsAt } from "../../shared/permit/schema.ts";
import { knownFact } from "./fact.ts";
import type { DefinitionFault, Rule } from "./rule.ts";

export const soundAnswers: Rule = (definition) => [
  ...fieldsOf(definition.answers).flatMap(({ pointer, schema }) => {
    const path = `answers${pointer}`;
    if (isStrict(schema)) return [];
    return [
      {
        path,
        fault: "members that it does not name would slip through",
        remedy: "Use z.strictObject.",
      },
    ];
  }),
  ...unnamed(definition),
  ...(definition.conditionalFields ?? []).flatMap((field, index) =>
    conditionalFaults(definition, field, `conditionalFields[${index}]`),
  ),
];

function unnamed({ answers }: PermitDefinition): DefinitionFault[] {
  const pointers = fieldsOf(answers).map(({ pointer }) => pointer);
  return [...new Set(pointers)].flatMap((pointer): DefinitionFault[] => {
    const field = fieldAt(answers, pointer);
    if (pointer === "" || !field) return [];
    const words = wordsAt(field);
    if (!words) {
      return [
        {
          path: `answers${pointer}`,
          fault: "the field has no label",
          remedy: "Wrap it in labelled(schema, { en: ... }).",
        },
      ];
    }
    const options = optionsOf(field.schema)?.filter((option) => typeof option === "string") ?? [];
    const silent = options.filter((option) => options.length > 1 && !words.options?.[option]);
    return silent.map((option) => ({
      path: `answers${pointer}`,
      fault: `the option "${option}" has no words`,
      remedy: "Name it in labelled(schema, label, { options: { ... } }).",
    }));
  });
}

function conditionalFaults(
  definition: PermitDefinition,
  { field, askedIf }: { readonly field: string; readonly askedIf: Condition },
  path: string,
): DefinitionFault[] {
  const found = field.startsWith("/answers/") ? knownFact(definition, field) : undefined;
  return [
    ...(found?.mayBeAbsent
      ? []
      : [
          {
            path: `${path}.field`,
            fault: found ? `"${field}" is required in the schema` : `there is no field "${field}"`,
            remedy: "Point at a field of the answers that the schema leaves optional.",
          },
        ]),
    ...factsOf(askedIf)
      .filter((pointer) => !pointer.startsWith("/answers/") || !knownFact(definition, pointer))
      .map((pointer) => ({
        path: `${path}.askedIf`,
        fault: `"${pointer}" is not among the answers`,
        remedy: "A field can depend on other answers only: the form shows it while they are given.",
      })),
  ];
}
