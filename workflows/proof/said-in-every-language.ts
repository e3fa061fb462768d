/** What the permit's title is said in, everything in it is said in. */
import type { PermitDefinition } from "../../shared/permit/permit.ts";
import { fieldAt, fieldsOf, wordsAt } from "../../shared/permit/schema.ts";
import type { DefinitionFault, Rule } from "./rule.ts";
import { listed } from "./rule.ts";

export const saidInEveryLanguage: Rule = (definition) => {
  const languages = Object.keys(definition.title);
  const { answers, ...rest } = definition;
  return [...textsIn(rest, ""), ...labelsOf(answers)].flatMap(
    ({ path, text }): DefinitionFault[] => {
      const missing = languages.filter((language) => !text[language]?.trim());
      if (missing.length === 0) return [];
      return [
        {
          path,
          fault: `it is not said in: ${listed(missing)}`,
          remedy: "Say it in every language of the title.",
        },
      ];
    },
  );
};

interface PlacedText {
  readonly path: string;
  readonly text: Readonly<Record<string, string | undefined>>;
}

function textsIn(value: unknown, path: string): PlacedText[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => textsIn(item, `${path}[${index}]`));
  if ("en" in value && typeof value.en === "string") {
    return [{ path, text: value as PlacedText["text"] }];
  }
  return Object.entries(value).flatMap(([key, member]) =>
    textsIn(member, path === "" ? key : `${path}.${key}`),
  );
}

function labelsOf(answers: PermitDefinition["answers"]): PlacedText[] {
  return fieldsOf(answers).flatMap(({ pointer }) => {
    const field = fieldAt(answers, pointer);
    const words = field && wordsAt(field);
    return words ? textsIn(words, `answers${pointer}`) : [];
  });
}
