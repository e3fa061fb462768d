import { describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../../functions/manifest.ts";
import { stateMachineOf } from "../../../shared/workflow/states.ts";
import { permits } from "../../../workflows/registry.ts";
import { build, resourcesOf, said } from "./stacks.ts";

const { platform } = build().templates;
const machines = resourcesOf(platform, "AWS::StepFunctions::StateMachine");
const roles = resourcesOf(platform, "AWS::IAM::Role").filter(
  ({ Properties }) =>
    Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service === "states.amazonaws.com",
);

describe("the workflow", () => {
  it("has one Standard state machine for each published version of a permit", () => {
    expect(machines.map(({ Properties }) => Properties.StateMachineName)).toEqual(
      permits.map(({ id, version }) => `licentia-${stateMachineOf(id, version)}`),
    );
    for (const { Properties } of machines) expect(Properties.StateMachineType).toBe("STANDARD");
  });

  it("keeps a machine that leaves the registry, and the role that its executions act by", () => {
    expect(machines.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(
      machines.map(() => "RetainExceptOnCreate"),
    );
    expect(roles.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(
      machines.map(() => "RetainExceptOnCreate"),
    );
  });

  it("leaves no placeholder in a definition", () => {
    for (const { Properties } of machines) {
      expect(said(Properties.DefinitionString)).not.toContain("${");
    }
  });

  it("logs errors without data, and is traced", () => {
    for (const { Properties } of machines) {
      expect(Properties.LoggingConfiguration).toMatchObject({
        Level: "ERROR",
        IncludeExecutionData: false,
      });
      expect(Properties.TracingConfiguration).toEqual({ Enabled: true });
    }
  });

  it("may invoke the functions that it names, and no other", () => {
    const named = FUNCTIONS.filter(({ trigger }) => trigger?.kind === "workflow").map(({ name }) =>
      name.replaceAll("-", ""),
    );
    for (const { Properties } of roles) {
      const statements = Properties.Policies[0].PolicyDocument.Statement as {
        Action: unknown;
        Resource: unknown[];
      }[];
      const [invoke] = statements.filter(({ Action }) => Action === "lambda:InvokeFunction");
      expect(
        invoke?.Resource.map((each) => said(each).replace(/^<(\w+?)Function.*$/, "$1")).sort(),
      ).toEqual(named.sort());
    }
  });

  it("may deliver logs and traces besides, and nothing else", () => {
    for (const { Properties } of roles) {
      const statements = Properties.Policies.flatMap(
        (policy: { PolicyDocument: { Statement: object[] } }) => policy.PolicyDocument.Statement,
      ) as { Action: string | string[] }[];
      const actions = statements.flatMap(({ Action }) => Action);
      const others = actions.filter((action) => action !== "lambda:InvokeFunction");
      expect(others.filter((action) => !/^(logs|xray):[A-Z]\w+$/.test(action))).toEqual([]);
      expect(Properties.ManagedPolicyArns).toBeUndefined();
    }
  });
});
