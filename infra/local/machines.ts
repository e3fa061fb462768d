/** State machines, created in the engine, or brought up to date there. */
import { FUNCTIONS } from "../../functions/manifest.ts";
import { stateMachineOf } from "../../shared/workflow/states.ts";
import { compile, PLACEHOLDERS } from "../../workflows/compile.ts";
import { permits } from "../../workflows/registry.ts";
import type { Engine } from "./states/engine.ts";

export const MACHINE_NAME_PREFIX = "licentia-";

export interface Machine {
  readonly name: string;
  /** Amazon States Language. */
  readonly definition: string;
}

/** One for each version of a permit, with the functions' names in it. */
export function machinesOfPermits(): Machine[] {
  return permits.map((permit) => ({
    name: `${MACHINE_NAME_PREFIX}${stateMachineOf(permit.id, permit.version)}`,
    definition: withFunctions(JSON.stringify(compile(permit))),
  }));
}

/** @param prefix ARN of a state machine up to its name */
export async function createMachines(
  engine: Engine,
  machines: readonly Machine[],
  prefix: string,
): Promise<void> {
  for (const { name, definition } of machines) {
    try {
      await engine.call("CreateStateMachine", {
        name,
        definition,
        roleArn: "arn:aws:iam::000000000000:role/licentia-local",
      });
    } catch (error) {
      if ((error as Error).name !== "StateMachineAlreadyExists") throw error;
      // Running executions keep the definition they started with.
      await engine.call("UpdateStateMachine", { stateMachineArn: `${prefix}${name}`, definition });
    }
  }
}

function withFunctions(definition: string): string {
  return PLACEHOLDERS.reduce((text, placeholder) => {
    const row = FUNCTIONS.find(
      ({ trigger }) => trigger?.kind === "workflow" && trigger.placeholder === placeholder,
    );
    if (!row) throw new Error(`no function of the manifest stands for ${placeholder}`);
    return text.replaceAll(`\${${placeholder}}`, row.name);
  }, definition);
}
