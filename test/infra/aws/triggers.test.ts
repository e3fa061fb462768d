import { describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../../functions/manifest.ts";
import { STREAM_FILTERS } from "../../../functions/stream/filters.ts";
import { rateOf } from "../../../infra/aws/triggers/schedules.ts";
import { build, resourcesOf, said } from "./stacks.ts";

const { platform } = build().templates;

describe("a stream's consumer", () => {
  const mappings = resourcesOf(platform, "AWS::Lambda::EventSourceMapping").map(
    ({ Properties }) => Properties,
  );

  it("is given what its filter lets through", () => {
    const given = mappings.map(({ FilterCriteria }) =>
      JSON.parse(FilterCriteria.Filters[0].Pattern),
    );
    const wanted = FUNCTIONS.flatMap(({ trigger }) =>
      trigger?.kind === "stream" ? [STREAM_FILTERS[trigger.items]] : [],
    );
    expect(given).toEqual(wanted);
  });

  it("halves what fails, tries a few times, and leaves it to the sweep", () => {
    for (const mapping of mappings) {
      expect(mapping).toMatchObject({
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        MaximumRetryAttempts: 3,
        MaximumRecordAgeInSeconds: 3600,
        StartingPosition: "TRIM_HORIZON",
      });
    }
  });

  it("is one of two at most: a third would take the others' turns", () => {
    expect(mappings.length).toBeLessThanOrEqual(2);
  });
});

describe("a schedule", () => {
  it("calls its function at its rate, by a role that may call these alone", () => {
    const schedules = resourcesOf(platform, "AWS::Scheduler::Schedule").map(({ Properties }) => [
      Properties.Name,
      Properties.ScheduleExpression,
    ]);
    const scheduled = FUNCTIONS.flatMap(({ name, trigger }) =>
      trigger?.kind === "schedule" ? [[name, rateOf(trigger.everySeconds)] as const] : [],
    );
    expect(schedules).toEqual(scheduled.map(([name, rate]) => [`licentia-${name}`, rate]));
    const [policy] = resourcesOf(platform, "AWS::IAM::Policy");
    const [statement] = policy?.Properties.PolicyDocument.Statement ?? [];
    expect(statement.Action).toBe("lambda:InvokeFunction");
    const invoked = statement.Resource.map((each: unknown) =>
      said(each).replace(/^<(\w+?)Function[0-9A-F]{8}\.Arn>$/, "$1"),
    );
    expect(invoked.sort()).toEqual(scheduled.map(([name]) => name.replaceAll("-", "")).sort());
  });

  it("is refused where it is not whole minutes", () => {
    expect(rateOf(300)).toBe("rate(5 minutes)");
    expect(() => rateOf(90)).toThrow("whole minutes");
  });
});

describe("an upload", () => {
  it("calls the inspection when it arrives in quarantine of this bucket", () => {
    const [rule] = resourcesOf(platform, "AWS::Events::Rule");
    expect(rule?.Properties.EventPattern).toMatchObject({
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: {
        bucket: { name: [expect.anything()] },
        object: { key: [{ prefix: "quarantine/" }] },
      },
    });
    expect(said(rule?.Properties.Targets[0].Arn)).toMatch(/^<inspectdocumentFunction/);
    expect(rule?.Properties.Targets[0].DeadLetterConfig).toBeDefined();
  });
});
