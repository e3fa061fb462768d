import { describe, expect, it } from "vitest";
import type { Invoke } from "../../../../infra/local/states/lambda.ts";
import { attempt, call, machine, scope, thrown } from "./trial.ts";

const doubled = "($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f('x', ";

/** Measured on AWS by iwamot/sfnx (docs/design.md, "States" and "Errors"). */
describe("A state behaves as AWS was measured", () => {
  it.each([
    ["a Pass", { Type: "Pass", Output: "{% $states.context.State %}", End: true }],
    ["a Succeed", { Type: "Succeed", Output: "{% $states.context.State %}" }],
  ])("%s knows no count of retries", async (_, state) => {
    const trial = await attempt(machine({ S: state }));
    expect(Object.keys(trial.output as object).toSorted()).toEqual(["EnteredTime", "Name"]);
  });

  it("a Map knows how often it was retried, and its Catch how often in all", async () => {
    const definition = machine({
      M: {
        Type: "Map",
        Items: ["{% $states.context.State.RetryCount %}"],
        ItemProcessor: scope({ T: call("{% $states.input %}") }),
        Retry: [{ ErrorEquals: ["E"], MaxAttempts: 2 }],
        Catch: [
          {
            ErrorEquals: ["States.ALL"],
            Output: "{% $states.context.State.RetryCount %}",
            Next: "Z",
          },
        ],
        End: true,
      },
      Z: { Type: "Succeed" },
    });
    const sent: string[] = [];
    const invoke: Invoke = async (_, payload) => {
      sent.push(payload);
      return thrown("E");
    };
    expect((await attempt(definition, {}, { invoke })).output).toBe(2);
    expect(sent).toEqual(["0", "1", "2"]);
  });

  const odd = {
    C: {
      Type: "Choice",
      Choices: [{ Condition: "{% $states.input % 2 = 1 %}", Next: "F" }],
      Default: "S",
    },
    F: { Type: "Fail", Error: "Odd", Cause: "c" },
    S: { Type: "Succeed" },
  };

  it.each([
    ["count of 0 beside a percentage", 0, 50, "SUCCEEDED"],
    ["percentage of 0 beside a count", 2, 0, "SUCCEEDED"],
    ["count of 0 beside a percentage that is exceeded", 0, 49, "FAILED"],
    ["count and a percentage of 0", 0, 0, "FAILED"],
  ])("a Map takes no notice of a %s", async (_, count, percentage, status) => {
    const definition = machine({
      M: {
        Type: "Map",
        ItemProcessor: scope(odd),
        ToleratedFailureCount: count,
        ToleratedFailurePercentage: percentage,
        End: true,
      },
    });
    expect((await attempt(definition, [1, 2, 3, 4])).status).toBe(status);
  });

  it.each(["2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "2024-04-31T00:00:00+01:00"])(
    "a Wait refuses the day of %s",
    async (given) => {
      const wait = { Type: "Wait", Timestamp: `{% '${given}' %}`, End: true };
      const trial = await attempt(machine({ W: wait }));
      expect(trial.error).toBe("States.QueryEvaluationError");
    },
  );

  it("a Parallel catches what its branch's expression takes too much memory for", async () => {
    const source = `{% ${doubled}31))) %}`;
    const definition = machine({
      P: {
        Type: "Parallel",
        Branches: [scope({ E: { Type: "Pass", Output: { r: source }, End: true } })],
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
        End: true,
      },
      Caught: { Type: "Pass", Output: { caught: true }, End: true },
    });
    expect((await attempt(definition)).output).toEqual({ caught: true });
  });
});

/** Recorded from AWS by localstack/localstack (scenarios: catch_empty, lambda_empty_retry). */
describe("A Task with nothing to recover by", () => {
  it.each(["Retry", "Catch"])("runs where its %s is empty", async (field) => {
    const invoke: Invoke = async () => thrown("E");
    const trial = await attempt(
      machine({ T: call({}, { [field]: [], End: true }) }),
      {},
      { invoke },
    );
    expect(trial).toMatchObject({ status: "FAILED", error: "E" });
  });
});

/**
 * Recorded from AWS by localstack/localstack (choice_state_condition_constant_jsonata) and by
 * gabrielmoreira/tiny-asl-machine (Feature.ChoiceJsonata 003, Feature.AssignVariables 007).
 */
describe("A machine in which only some states speak JSONata", () => {
  it("goes from a Choice in JSONata to states that say nothing in JSONPath", async () => {
    const definition = JSON.stringify({
      StartAt: "C",
      States: {
        C: {
          Type: "Choice",
          QueryLanguage: "JSONata",
          Choices: [{ Condition: true, Output: { bucket: "large" }, Next: "T" }],
          Default: "F",
        },
        T: { Type: "Pass", End: true },
        F: { Type: "Fail", Cause: "Condition is false" },
      },
    });
    expect((await attempt(definition)).output).toEqual({ bucket: "large" });
  });

  it("takes variables into a Parallel that says nothing in JSONPath", async () => {
    const jsonata = { Type: "Pass", QueryLanguage: "JSONata" };
    const branch = (name: string, inner: string) => ({
      StartAt: `Prepare${name}`,
      States: {
        [`Prepare${name}`]: { ...jsonata, Assign: { inner }, Next: `Emit${name}` },
        [`Emit${name}`]: { ...jsonata, Output: "{% $outer & $inner %}", End: true },
      },
    });
    const definition = JSON.stringify({
      QueryLanguage: "JSONPath",
      StartAt: "Seed",
      States: {
        Seed: { ...jsonata, Assign: { outer: "hello " }, Next: "Fan" },
        Fan: { Type: "Parallel", Branches: [branch("A", "a"), branch("B", "b")], Next: "End" },
        End: { ...jsonata, Output: "{% {'outer': $outer, 'all': $states.input} %}", End: true },
      },
    });
    expect((await attempt(definition)).output).toEqual({
      outer: "hello ",
      all: ["hello a", "hello b"],
    });
  });
});
