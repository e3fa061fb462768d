import { describe, expect, it } from "vitest";
import { call, machine, refusals, scope } from "./trial.ts";

const end = { End: true };
const pass = (fields: object = {}) => ({ Type: "Pass", ...end, ...fields });
const one = (state: object) => machine({ S: state });
const aside = { Type: "Succeed" };

/** docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-scope; texts as in definition.test.ts */
describe("The way from state to state is refused", () => {
  it.each([
    [
      "for a state that is none",
      machine({ S: null as never, T: pass() }, { StartAt: "T" }),
      "Expected value of type Object at /States/S",
    ],
    [
      "for a branch that is none",
      one({ Type: "Parallel", Branches: [1], ...end }),
      "Expected value of type Object at /States/S/Branches[0]",
    ],
    [
      "for no start",
      JSON.stringify({ QueryLanguage: "JSONata", States: { S: pass() } }),
      "These fields are required: [StartAt] at /",
    ],
    [
      "for a rule that leads nowhere",
      machine({ S: { Type: "Choice", Choices: [{ Condition: true }], Default: "Z" }, Z: aside }),
      "These fields are required: [Next] at /States/S/Choices[0]",
    ],
    [
      "for a rule that is none",
      machine({ S: { Type: "Choice", Choices: ["Z"], Default: "Z" }, Z: aside }),
      "Expected value of type Object at /States/S/Choices[0]",
    ],
    [
      "for a rule that leads to what is not there",
      machine({
        S: { Type: "Choice", Choices: [{ Condition: true, Next: "X" }], Default: "Z" },
        Z: aside,
      }),
      "Missing 'Next' target: X at /States/S/Choices[0]/Next",
    ],
    [
      "for a default that is not there",
      machine({
        S: { Type: "Choice", Choices: [{ Condition: true, Next: "Z" }], Default: "X" },
        Z: aside,
      }),
      "Missing 'Next' target: X at /States/S/Default",
    ],
    [
      "for a catcher that leads to what is not there",
      one(call([1], { ...end, Catch: [{ ErrorEquals: ["E"], Next: "X" }] })),
      "Missing 'Next' target: X at /States/S/Catch[0]/Next",
    ],
    [
      "for a target that is not there inside an Iterator",
      one({ Type: "Map", Iterator: scope({ A: { Type: "Pass", Next: "X" }, B: pass() }), ...end }),
      "Missing 'Next' target: X at /States/S/Iterator/States/A/Next",
    ],
    [
      "for a number for a target",
      machine({ S: { Type: "Pass", Next: 1 }, Z: aside }, { StartAt: "Z" }),
      "Expected value of type String at /States/S/Next",
    ],
  ])("%s, first", (_, definition, refusal) => {
    expect(refusals(definition)[0]).toBe(refusal);
  });

  const inner = (state: object) => scope({ B: state, Z1: pass() });
  const rule = { Condition: true, Next: "Z1", Assign: { x: 2 } };
  it.each([
    ["a rule", inner({ Type: "Choice", Choices: [rule] }), "B/Assign/x"],
    [
      "a catcher",
      inner(call([1], { ...end, Catch: [{ ErrorEquals: ["E"], Next: "Z1", Assign: { x: 2 } }] })),
      "B/Assign/x",
    ],
  ])("for %s of an inner scope that assigns an outer variable", (_, branch, at) => {
    const definition = machine({
      A: { Type: "Choice", Choices: [{ ...rule, Next: "N" }] },
      N: { Type: "Pass", Next: "P" },
      P: { Type: "Parallel", Branches: [branch], ...end },
    });
    expect(refusals(definition)).toEqual([
      `The variable name 'x' was already defined in a parent scope. at /States/P/Branches[0]/States/${at}`,
    ]);
  });

  it("but not for a variable that is assigned outside later alone", () => {
    const definition = machine({
      P: { Type: "Parallel", Branches: [scope({ B: pass({ Assign: { x: 2 } }) })], Next: "A" },
      A: pass({ Assign: { x: 1 } }),
    });
    expect(refusals(definition)).toEqual([]);
  });
});
