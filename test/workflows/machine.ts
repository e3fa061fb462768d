/** A model of how a state machine moves, independent of any engine: outcomes in, states out. */
import type { ParallelState, StateMachine, TaskState } from "../../workflows/compile.ts";

type State = TaskState | ParallelState;

/** Where a state leads when its work ends so; `undefined` is the end of the execution. */
export function step(state: State, outcome: string): string | undefined {
  if (outcome === "Approved") return state.Next;
  const catcher = state.Catch?.find(({ ErrorEquals }) => ErrorEquals.includes(outcome));
  if (!catcher) throw new Error(`Nothing catches ${outcome}.`);
  return catcher.Next;
}

/** Every state that some outcome leads to, from the start. */
export function reachable(machine: StateMachine): Set<string> {
  const seen = new Set<string>();
  const open = [machine.StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const state = machine.States[name];
    if (!state) throw new Error(`There is no state ${name}.`);
    open.push(
      ...[state.Next, ...(state.Catch ?? []).map(({ Next }) => Next)].filter(
        (next) => next !== undefined,
      ),
    );
  }
  return seen;
}

/** The stages that a state waits for: itself, or its branches. */
export function stagesAt(name: string, state: State): string[] {
  return state.Type === "Task" ? [name] : state.Branches.map(({ StartAt }) => StartAt);
}
