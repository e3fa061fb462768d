import { describe, expect, it } from "vitest";
import { InvalidDefinition } from "../../../../infra/local/states/language.ts";
import { Simulation } from "../../../../infra/local/states/simulation.ts";
import { call, machine, scope } from "./trial.ts";

const WHOLE = machine({
  A: { Type: "Pass", Assign: { x: 1 }, Output: "{% $states.input %}", Next: "C" },
  C: {
    Type: "Choice",
    Choices: [{ Condition: "{% $states.input = 1 %}", Assign: { y: 2 }, Output: 1, Next: "T" }],
    Default: "P",
  },
  T: call("{% $states.input %}", {
    TimeoutSeconds: 5,
    Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 }],
    Catch: [{ ErrorEquals: ["States.ALL"], Output: "{% $states.errorOutput %}", Next: "P" }],
    Next: "P",
  }),
  P: {
    Type: "Parallel",
    Arguments: [1],
    Branches: [
      scope({ B: { Type: "Wait", Seconds: 1, End: true } }),
      scope({ D: { Type: "Succeed", Output: 3 } }),
    ],
    Next: "M",
  },
  M: {
    Type: "Map",
    Items: [1, 2],
    ItemSelector: { v: "{% $states.context.Map.Item.Value %}" },
    MaxConcurrency: 1,
    ToleratedFailureCount: 2,
    ItemProcessor: scope({ F: { Type: "Fail", Error: "E", Cause: "c" } }),
    Next: "W",
  },
  W: { Type: "Wait", Timestamp: "2030-01-01T00:00:00Z", Next: "S" },
  S: { Type: "Succeed" },
});

type Place = readonly [holder: Record<string, unknown>, name: string];

/** Every member of an object and every element of an array, at any depth. */
function placesIn(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((name) => [[holder, name], ...placesIn(holder[name])]);
}

const VALUES = ["{% 1 %}", "{% $no %}", "{%", "constructor", null, [], {}, 1.5, true];

/** Whether a definition is refused; one that is not must run to an end. */
async function refused(definition: object): Promise<boolean> {
  const invoke = async () => ({ payload: "1" });
  try {
    const simulation = new Simulation(JSON.stringify(definition), 1, { invoke });
    expect(await simulation.run()).toBeDefined();
    return false;
  } catch (error) {
    if (!(error instanceof InvalidDefinition)) throw error;
    return true;
  }
}

/** Every definition in which one place is different. */
function* altered(): Generator<object> {
  for (let at = 0; at < placesIn(JSON.parse(WHOLE)).length; at += 1) {
    for (const value of VALUES) {
      const definition = JSON.parse(WHOLE);
      const [holder, name] = placesIn(definition)[at] as Place;
      holder[name] = value;
      yield definition;
    }
  }
}

describe("A definition in which any one thing is altered", () => {
  it("is refused when it is read, or else it runs to an end", async () => {
    const outcomes = { refused: 0, run: 0 };
    for (const definition of altered()) {
      outcomes[(await refused(definition)) ? "refused" : "run"] += 1;
    }
    expect(outcomes.refused).toBeGreaterThan(outcomes.run);
    expect(outcomes.run).toBeGreaterThan(100);
  });
});
