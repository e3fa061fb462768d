/** Ids are slugs of a bounded length: they name states, tasks, files and parts of addresses. */
import { stagesOf } from "../../shared/permit/stages.ts";
import type { DefinitionFault, Rule } from "./rule.ts";
import { placed } from "./rule.ts";

const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** A state's name has at most 80 characters, and a supplement stage adds eleven to its stage's id. */
const LONGEST = 60;
/** Words that the platform itself uses where a stage id could stand. */
const RESERVED = ["draft", "submitted", "closed", "done", "start", "end"];

export const wellFormedIds: Rule = (definition) => {
  const stageIds = [
    ...placed(definition).map(({ stage, path }) => ({ id: stage.id, path: `${path}.id` })),
    ...definition.stages.flatMap((step, index) =>
      step.kind === "parallel" ? [{ id: step.id, path: `stages[${index}].id` }] : [],
    ),
  ];
  const others = [
    { id: definition.id, path: "id" },
    { id: definition.licence.type, path: "licence.type" },
    ...definition.documents.map(({ id }, index) => ({ id, path: `documents[${index}].id` })),
    ...definition.roles.map(({ id }, index) => ({ id, path: `roles[${index}].id` })),
  ];
  return [
    ...[...stageIds, ...others].flatMap(({ id, path }) => malformed(id, path)),
    ...stageIds.flatMap(({ id, path }) => reserved(id, path)),
    ...version(definition.version),
    ...(stagesOf(definition).length === 0
      ? [
          {
            path: "stages",
            fault: "there are none",
            remedy: "Name the stages in order; the last is of kind issue.",
          },
        ]
      : []),
  ];
};

function malformed(id: string, path: string): DefinitionFault[] {
  if (SLUG.test(id) && id.length <= LONGEST) return [];
  return [
    {
      path,
      fault: `"${id}" is not a slug of at most ${LONGEST} characters`,
      remedy: "Use lower-case letters and digits, words joined by hyphens: retail-liquor.",
    },
  ];
}

function reserved(id: string, path: string): DefinitionFault[] {
  if (!RESERVED.includes(id) && !id.endsWith("-supplement")) return [];
  return [
    {
      path,
      fault: `"${id}" is a word that the platform keeps for itself`,
      remedy: "Choose another id.",
    },
  ];
}

function version(number: number): DefinitionFault[] {
  if (Number.isSafeInteger(number) && number > 0) return [];
  return [
    { path: "version", fault: `${number} is not a version`, remedy: "Count versions from 1." },
  ];
}
