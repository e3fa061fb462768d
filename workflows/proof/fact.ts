/** What a definition may know of a case: which facts exist, and what they can be. */
import type { PermitDefinition } from "../../shared/permit/permit.ts";
import { PointerSyntaxError, parsePointer } from "../../shared/permit/pointer.ts";
import { fieldAt, kindOf, optionsOf } from "../../shared/permit/schema.ts";
import { DECIDED_AS, isHuman } from "../../shared/permit/stages.ts";
import { placed } from "./rule.ts";

export interface KnownFact {
  /** `string`, `number`, `boolean`, `array`, `object`, ... */
  readonly kind: string;
  /** All that it can be, where that is known. */
  readonly values?: readonly unknown[];
  readonly mayBeAbsent: boolean;
}

/** A fact by its pointer, as known before a step of the straight line; undefined where there is none. */
export function knownFact(
  definition: PermitDefinition,
  pointer: string,
  step?: number,
): KnownFact | undefined {
  const [root, ...path] = tokens(pointer) ?? [];
  if (root === "answers") return answer(definition, pointer.slice("/answers".length));
  const stage =
    root === "stages" && path.length === 2 && path[1] === "outcome" ? path[0] : undefined;
  if (stage !== undefined)
    return decidedBefore(definition, stage, step) ? certain("string", DECIDED_AS) : undefined;
  switch (pointer) {
    case "/applicant/kind":
      return certain("string", definition.applicants);
    case "/place/area":
      return certain("string", ["urban", "rural"]);
    case "/place/code":
      return certain("string");
    case "/notice/timing":
      return (
        definition.notice &&
        certain("string", definition.notice.late ? ["standard", "late"] : ["standard"])
      );
    case "/renewal/daysLate":
      return definition.licence.renewal && { kind: "number", mayBeAbsent: true };
    default:
      return undefined;
  }
}

/** The tokens of a pointer, or undefined for what is none. */
function tokens(pointer: string): string[] | undefined {
  try {
    return parsePointer(pointer);
  } catch (error) {
    if (error instanceof PointerSyntaxError) return undefined;
    throw error;
  }
}

function answer(definition: PermitDefinition, pointer: string): KnownFact | undefined {
  const field = fieldAt(definition.answers, pointer);
  if (!field) return undefined;
  const kind = kindOf(field.schema);
  const values = optionsOf(field.schema);
  return {
    kind: kind === "enum" || kind === "literal" ? typeof values?.[0] : kind,
    ...(values && { values }),
    mayBeAbsent: field.mayBeAbsent,
  };
}

function decidedBefore(
  definition: PermitDefinition,
  stageId: string,
  step: number | undefined,
): boolean {
  return placed(definition).some(
    ({ stage, step: own }) => stage.id === stageId && own < (step ?? 0) && isHuman(stage),
  );
}

const certain = (kind: string, values?: readonly unknown[]): KnownFact => ({
  kind,
  ...(values && { values }),
  mayBeAbsent: false,
});
