/** The one way to a `Permit`: a definition that was proven by every rule. */
import type { Permit, PermitDefinition } from "../shared/permit/permit.ts";
import type { DefinitionFault } from "./proof/rule.ts";
import { RULES } from "./proof/rules.ts";

/** Thrown for a definition that cannot be accepted; it names every fault with its place and its remedy. */
export class PermitDefinitionError extends Error {
  override readonly name = "PermitDefinitionError";
  readonly faults: readonly DefinitionFault[];

  constructor(
    definition: Pick<PermitDefinition, "id" | "version">,
    faults: readonly DefinitionFault[],
  ) {
    const lines = faults.map(({ path, fault, remedy }) => `  ${path}: ${fault}. ${remedy}`);
    super(
      [
        `The permit ${definition.id}, version ${definition.version}, cannot be accepted:`,
        ...lines,
      ].join("\n"),
    );
    this.faults = faults;
  }
}

/**
 * Proves a definition before anything is derived from it.
 * @throws {PermitDefinitionError} naming every fault at once
 */
export function definePermit(definition: PermitDefinition): Permit {
  const faults = RULES.flatMap((rule) => rule(definition));
  if (faults.length > 0) throw new PermitDefinitionError(definition, faults);
  return { ...definition, proven: true };
}
