import { startBranches, startItems } from "./composite.ts";
import { stateOf, type Thread } from "./execution.ts";
import { evaluateAs } from "./expression.ts";
import { StateFailure } from "./failure.ts";
import { bindingsOf, record, type Step } from "./history.ts";
import type { ChoiceState, FailState, State } from "./language.ts";
import { settle } from "./outcome.ts";
import { recover } from "./recovery.ts";
import { startTask } from "./task.ts";
import { momentOf } from "./wait.ts";

/** Takes one thread from where it stands to where it must wait, or out of its state. */
export async function visit(step: Step, thread: Thread): Promise<void> {
  const state = stateOf(step.run, thread);
  if (thread.phase === "waiting" && state.Type === "Wait") {
    return settle(step, thread, state, { next: state.Next, fallback: thread.input });
  }
  delete thread.wake;
  if (thread.phase === "entering") enter(step, thread, state);
  await perform(step, thread, state);
}

function enter(step: Step, thread: Thread, state: State): void {
  thread.enteredAt = new Date(step.world.now()).toISOString();
  thread.retries = [];
  thread.entered = record(step, thread, `${state.Type}StateEntered`, {
    name: thread.state,
    input: JSON.stringify(thread.input),
    inputDetails: { truncated: false },
  });
}

async function perform(step: Step, thread: Thread, state: State): Promise<void> {
  switch (state.Type) {
    case "Pass":
      return settle(step, thread, state, { next: state.Next, fallback: thread.input });
    case "Succeed":
      return settle(step, thread, state, { next: undefined, fallback: thread.input });
    case "Choice":
      return choose(step, thread, state);
    case "Wait":
      thread.wake = await momentOf(state, bindingsOf(step, thread), step.world.now());
      thread.phase = "waiting";
      return;
    case "Fail":
      return fail(step, thread, state);
    case "Task":
      return startTask(step, thread, state);
    case "Parallel":
      return startBranches(step, thread, state);
    case "Map":
      return startItems(step, thread, state);
  }
}

async function choose(step: Step, thread: Thread, state: ChoiceState): Promise<void> {
  const bindings = bindingsOf(step, thread);
  for (const [index, rule] of state.Choices.entries()) {
    const location = `Choices[${index}]/Condition`;
    if (!(await evaluateAs("boolean", rule.Condition, location, bindings))) continue;
    const prefix = `Choices[${index}]/`;
    return settle(step, thread, rule, { next: rule.Next, fallback: thread.input, prefix });
  }
  if (state.Default !== undefined) {
    return settle(step, thread, state, { next: state.Default, fallback: thread.input });
  }
  throw new StateFailure(
    "States.Runtime",
    "Failed to transition out of the state. The state does not point to a next state.",
  );
}

async function fail(step: Step, thread: Thread, state: FailState): Promise<void> {
  const bindings = bindingsOf(step, thread);
  const text = async (field: "Error" | "Cause") => {
    const template = state[field];
    if (template === undefined) return undefined;
    return (await evaluateAs("string", template, field, bindings)) as string;
  };
  const failure = new StateFailure(await text("Error"), await text("Cause"));
  await recover(step, thread, failure);
}
