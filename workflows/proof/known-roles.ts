/** Whoever acts is somebody: a role of the permit, at a level, and parted only from stages that came before. */
import { isHuman } from "../../shared/permit/stages.ts";
import type { DefinitionFault, Rule } from "./rule.ts";
import { listed, placed } from "./rule.ts";

export const knownRoles: Rule = (definition) => {
  const roles = definition.roles.map(({ id }) => id);
  const all = placed(definition);
  return all.flatMap(({ stage, path, step }): DefinitionFault[] => {
    if (!isHuman(stage)) return [];
    const earlier = all
      .filter((other) => other.step < step && isHuman(other.stage))
      .map((other) => other.stage.id);
    return [
      ...(roles.includes(stage.role)
        ? []
        : [
            {
              path: `${path}.role`,
              fault: `"${stage.role}" is not one of the permit's roles`,
              remedy: `Name one of: ${listed(roles)}; or add it to roles.`,
            },
          ]),
      ...(stage.level === ""
        ? [
            {
              path: `${path}.level`,
              fault: "no level is named",
              remedy: "Name the level whose unit acts: commune.",
            },
          ]
        : []),
      ...(stage.apartFrom ?? []).flatMap((id, index) =>
        earlier.includes(id)
          ? []
          : [
              {
                path: `${path}.apartFrom[${index}]`,
                fault: `nobody decides a stage "${id}" before this one`,
                remedy: `Name one of: ${listed(earlier)}; or leave it out.`,
              },
            ],
      ),
    ];
  });
};
