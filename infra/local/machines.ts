/** The state machines of every permit, created in the engine, or brought up to date there. */

import { FUNCTIONS } from "../../functions/manifest.ts";
import { stateMachineOf } from "../../shared/workflow/states.ts";
import { compile, PLACEHOLDERS } from "../../workflows/compile.ts";
import { permits } from "../../workflows/registry.ts";
import type { Engine } from "./states/engine.ts";

export const MACHINE_NAME_PREFIX = "licentia-";

/** @param prefix ARN of the state machines up to the permit's own name */
export async function createMachines(engine: Engine, prefix: string): Promise<void> {
  for (const permit of permits) {
    const name = stateMachineOf(permit.id, permit.version);
    const definition = withFunctions(JSON.stringify(compile(permit)));
    try {
      await engine.call("CreateStateMachine", {
        name: `${MACHINE_NAME_PREFIX}${name}`,
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
