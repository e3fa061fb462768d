import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Validations } from "aws-cdk-lib";
import type { CfnRole } from "aws-cdk-lib/aws-iam";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { afterAll, describe, expect, it } from "vitest";
import { openApp } from "./stacks.ts";

interface Violation {
  readonly ruleName: string;
}

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly Violation[];
    readonly suppressedViolations?: readonly Violation[];
  }[];
}

const outdir = mkdtempSync(join(tmpdir(), "licentia-findings-"));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** Synthesizes the app as `cdk synth` does, with something changed in it. */
function synthesize(change: (role: CfnRole) => void = () => {}) {
  const opened = openApp("production", {}, outdir);
  const { app, platform } = opened;
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  change(platform.functions[0]?.role.node.defaultChild as CfnRole);
  let refused: unknown;
  try {
    app.synth();
  } catch (error) {
    refused = error;
  }
  const { pluginReports } = JSON.parse(
    readFileSync(join(outdir, "validation-report.json"), "utf8"),
  ) as Report;
  const names = (list: readonly Violation[]) => list.map(({ ruleName }) => ruleName);
  return {
    refused,
    open: pluginReports.flatMap(({ violations }) => names(violations)),
    acknowledged: pluginReports.flatMap((each) => names(each.suppressedViolations ?? [])),
  };
}

describe("the rules that the stacks are held to", () => {
  const clean = synthesize();

  it("find nothing that is not acknowledged", () => {
    expect(clean.open).toEqual([]);
    expect(clean.refused).toBeUndefined();
  });

  it("are overruled in fewer than ten rules", () => {
    const rules = new Set(clean.acknowledged.map((name) => name.replace(/\[.*/, "")));
    expect(rules.size).toBeGreaterThan(0);
    expect(rules.size).toBeLessThan(10);
  });

  it("find a wildcard that nobody has given a reason for", () => {
    const { open, refused } = synthesize((role) => {
      const statement = { Effect: "Allow", Action: "dynamodb:*", Resource: "*" };
      role.policies = [{ policyName: "wide", policyDocument: { Statement: [statement] } }];
    });
    expect(open).toContain("AwsSolutions-IAM5[Action::dynamodb:*]");
    expect(refused).toBeDefined();
  });

  it("are CloudFormation's own, too", () => {
    const { open, refused } = synthesize((role) => role.addPropertyOverride("RoleName", { a: 1 }));
    expect(refused).toBeDefined();
    // A property of the wrong type.
    expect(open).toEqual(["F3012"]);
  });
});
