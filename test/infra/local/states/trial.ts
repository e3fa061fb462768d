import type { Json } from "../../../../infra/local/states/json.ts";
import { InvalidDefinition, parseMachine } from "../../../../infra/local/states/language.ts";
import { Simulation, type SimulationOptions } from "../../../../infra/local/states/simulation.ts";

/** A machine of one or more states, in JSONata; it starts at the first. */
export function machine(states: Readonly<Record<string, object>>, extra: object = {}): string {
  const [StartAt] = Object.keys(states);
  return JSON.stringify({ QueryLanguage: "JSONata", StartAt, States: states, ...extra });
}

/** The states alone, as a branch or an item processor. */
export function scope(states: Readonly<Record<string, object>>): object {
  return { StartAt: Object.keys(states)[0], States: states };
}

/** A machine of one Pass state with an output. */
export function output(template: Json): string {
  return machine({ S: { Type: "Pass", Output: template, End: true } });
}

export interface Trial {
  readonly status: string;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** `type` of every event, in order. */
  readonly types: string[];
  /** `id<previousEventId type`, in order. */
  readonly links: string[];
  readonly simulation: Simulation;
}

/** Runs a definition on simulated time to its end, or to where nothing more happens by itself. */
export async function attempt(
  definition: string,
  input: Json = {},
  options: SimulationOptions = {},
): Promise<Trial> {
  const simulation = new Simulation(definition, input, options);
  const ending = await simulation.run();
  return {
    status: ending?.status ?? "RUNNING",
    ...(ending?.output === undefined ? {} : { output: JSON.parse(ending.output) as Json }),
    ...(ending?.error === undefined ? {} : { error: ending.error }),
    ...(ending?.cause === undefined ? {} : { cause: ending.cause }),
    types: simulation.events.map(({ type }) => type),
    links: simulation.events.map((event) => `${event.id}<${event.previousEventId} ${event.type}`),
    simulation,
  };
}

/** How AWS opens the cause of what failed in a state. */
export function within(state: string, event: number, rest: string): string {
  return `An error occurred while executing the state '${state}' (entered at the event id #${event}). ${rest}`;
}

export const INVOKE = "arn:aws:states:::lambda:invoke";
export const CALLBACK = `${INVOKE}.waitForTaskToken`;

/** A Task that calls `f` with a payload. */
export function call(payload: Json, rest: object = { End: true }): object {
  const Arguments = { FunctionName: "f", Payload: payload };
  return { Type: "Task", Resource: INVOKE, Arguments, ...rest };
}

/** What a function answers when it throws. */
export function thrown(errorType: string, errorMessage = "no") {
  return { payload: JSON.stringify({ errorType, errorMessage }), functionError: "Unhandled" };
}

/** What a definition is refused for: `message at location`. */
export function refusals(definition: string): string[] {
  try {
    parseMachine(definition);
  } catch (error) {
    if (!(error instanceof InvalidDefinition)) throw error;
    return error.diagnostics.map(({ message, location }) => `${message} at ${location}`);
  }
  return [];
}
