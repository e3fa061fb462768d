import aslValidator from "asl-validator";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMachine } from "../../infra/local/states/language.ts";
import type { Permit } from "../../shared/permit/permit.ts";
import { findStage, outcomesOf } from "../../shared/permit/stages.ts";
import { CLOSED, compile, PLACEHOLDERS, type StateMachine } from "../../workflows/compile.ts";
import { definePermit, PermitDefinitionError } from "../../workflows/define-permit.ts";
import { registry } from "../../workflows/registry.ts";
import * as a from "../builders/definition.ts";
import { definitions } from "../builders/definitions.ts";
import { reachable, stagesAt, step } from "./machine.ts";

/** It builds its schemas anew for each machine, which takes some fifty milliseconds. */
const ASL_RUNS = 20;

/** Definitions that the proof accepts. */
const permits = definitions
  .map((definition) => {
    try {
      return definePermit(definition);
    } catch (error) {
      if (error instanceof PermitDefinitionError) return undefined;
      throw error;
    }
  })
  .filter((permit) => permit !== undefined);

const everyPermit = (check: (permit: Permit, machine: StateMachine) => void, numRuns = 200) =>
  fc.assert(
    fc.property(permits, (permit) => check(permit, compile(permit))),
    { numRuns },
  );

describe("the state machine of whatever permit is accepted", () => {
  it("is accepted by asl-validator", () => {
    everyPermit((_, machine) => {
      const { isValid, errorsText } = aslValidator(machine, { checkPaths: false });
      expect(isValid, errorsText("\n")).toBe(true);
    }, ASL_RUNS);
  });

  it("is accepted by the workflow engine, which refuses what AWS refuses", () => {
    everyPermit((_, machine) => {
      const definition = PLACEHOLDERS.reduce(
        (text, placeholder) => text.replaceAll(`\${${placeholder}}`, placeholder),
        JSON.stringify(machine),
      );
      expect(() => parseMachine(definition)).not.toThrow();
    });
  });

  it("reaches each of its states", () => {
    everyPermit((_, machine) => {
      expect(reachable(machine)).toEqual(new Set(Object.keys(machine.States)));
    });
  });

  it("can walk every declared outcome of every stage, and catches no other", () => {
    everyPermit((permit, machine) => {
      for (const [name, state] of Object.entries(machine.States)) {
        if (name === CLOSED) continue;
        const declared = new Set(stagesAt(name, state).flatMap((id) => outcomesOf(permit, id)));
        const caught = (state.Catch ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);
        expect(new Set(["Approved", ...caught])).toEqual(declared);
        for (const outcome of declared) {
          const next = step(state, outcome);
          expect(next === undefined ? state.End : next in machine.States).toBe(true);
        }
      }
    });
  });

  it("ends on every walk, with the licence or closed, once its supplement rounds are used", () => {
    fc.assert(
      fc.property(permits, fc.infiniteStream(fc.nat()), (permit, choices) => {
        const machine = compile(permit);
        const rounds = new Map<string, number>();
        let [name, steps, last] = [machine.StartAt as string | undefined, 0, ""];
        while (name !== undefined) {
          const state = machine.States[name];
          if (!state) throw new Error(`There is no state ${name}.`);
          const outcome = choose(permit, name, stagesAt(name, state), rounds, choices.next().value);
          last = name;
          name = step(state, outcome);
          steps += 1;
        }
        const asked = [...rounds.values()].reduce((sum, count) => sum + count, 0);
        expect([CLOSED, "issue"]).toContain(last);
        expect(steps).toBeLessThanOrEqual(permit.stages.length + 1 + 2 * asked);
      }),
      { numRuns: 300 },
    );
  });

  it("retries errors of the infrastructure alone", () => {
    everyPermit((_, machine) => {
      const text = JSON.stringify(machine);
      for (const name of ["States.ALL", "States.TaskFailed", "States.Timeout"])
        expect(text).not.toContain(name);
      const retried = [...text.matchAll(/"Retry":(\[.*?\}\])/g)].flatMap(([, retry = "[]"]) =>
        (JSON.parse(retry) as { ErrorEquals: string[] }[]).flatMap(
          ({ ErrorEquals }) => ErrorEquals,
        ),
      );
      for (const outcome of ["Refused", "Withdrawn", "DeadlinePassed", "SupplementRequired"]) {
        expect(retried).not.toContain(outcome);
      }
    });
  });

  it("calls a function again whose environment ended under it, by each name that Lambda has for that", () => {
    everyPermit((_, machine) => {
      const retriers = [...JSON.stringify(machine).matchAll(/"Retry":(\[.*?\}\])/g)];
      expect(retriers.length).toBeGreaterThan(0);
      for (const [, retrier] of retriers) {
        for (const name of ["Lambda.Unknown", "Sandbox.Timedout", "Runtime.OutOfMemory"]) {
          expect(retrier).toContain(`"${name}"`);
        }
      }
    });
  });

  it("takes one transition for each step of the straight line, and none beside", () => {
    everyPermit((permit, machine) => {
      const line: string[] = [];
      for (let name: string | undefined = machine.StartAt; name !== undefined; ) {
        line.push(name);
        const state: StateMachine["States"][string] | undefined = machine.States[name];
        name = state && step(state, "Approved");
      }
      expect(line).toEqual(permit.stages.map(({ id }) => id));
    });
  });
});

/** One of the outcomes that stages have left: none asks for more supplements than its rule allows. */
function choose(
  permit: Permit,
  state: string,
  stages: readonly string[],
  rounds: Map<string, number>,
  choice: number,
): string {
  if (state === CLOSED) return "Approved";
  const left = stages
    .flatMap((id) => outcomesOf(permit, id))
    .filter(
      (outcome) =>
        outcome !== "SupplementRequired" || (rounds.get(state) ?? 0) < allowed(permit, state),
    );
  const outcome = left[choice % left.length] ?? "Approved";
  if (outcome === "SupplementRequired") rounds.set(state, (rounds.get(state) ?? 0) + 1);
  return outcome;
}

function allowed(permit: Permit, id: string): number {
  const stage = findStage(permit, id);
  return stage?.kind === "review" ? (stage.supplement?.rounds ?? 0) : 0;
}

describe("the shape of a state machine", () => {
  const supplement = {
    rounds: 1,
    limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
  } as const;
  const stages = [{ ...a.reception, supplement }, a.fee, a.appraisal, a.signing, a.issue];
  const machine = compile(definePermit(a.definition({ stages })));

  it("opens a stage with its token, the application, the run and which call it is", () => {
    expect(machine.States["reception"]).toMatchObject({
      Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
      Arguments: {
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of the state machine
        FunctionName: "${OpenStage}",
        Payload: {
          applicationId: "{% $states.input.applicationId %}",
          stage: "reception",
          run: "{% $states.context.Execution.Name %}",
          taskToken: "{% $states.context.Task.Token %}",
          entered: "{% $states.context.State.EnteredTime %}",
          attempt: "{% $states.context.State.RetryCount %}",
        },
      },
    });
  });

  it("hands the input on unchanged, whichever way it leaves a stage", () => {
    const { reception } = machine.States;
    expect(reception?.Output).toBe("{% $states.input %}");
    expect(reception?.Catch?.map(({ Output }) => Output)).toEqual([
      "{% $states.input %}",
      "{% $states.input %}",
    ]);
  });

  it("returns from the applicant to the stage that asked", () => {
    expect(machine.States["reception-supplement"]).toMatchObject({
      Next: "reception",
      Catch: [{ ErrorEquals: ["Withdrawn", "DeadlinePassed"], Next: CLOSED }],
    });
  });

  it("ends with an empty output, issued or closed", () => {
    expect(machine.States["issue"]).toMatchObject({
      Output: {},
      End: true,
      Resource: "arn:aws:states:::lambda:invoke",
    });
    expect(machine.States[CLOSED]).toMatchObject({
      Output: {},
      End: true,
      Resource: "arn:aws:states:::lambda:invoke",
    });
  });

  it("routes the exits of a group from the group, and none from its branches", () => {
    const group = {
      kind: "parallel",
      id: "both",
      title: { en: "Both" },
      stages: [a.asked("police"), a.asked("health")],
    };
    const { both } = compile(
      definePermit(
        a.definition({ stages: [a.reception, a.fee, group as never, a.signing, a.issue] }),
      ),
    ).States;
    expect(both).toMatchObject({
      Type: "Parallel",
      Catch: [{ ErrorEquals: ["Refused", "Withdrawn"], Next: CLOSED }],
      Branches: [{ StartAt: "police" }, { StartAt: "health" }],
    });
    expect(JSON.stringify(both?.Type === "Parallel" && both.Branches)).not.toContain("Catch");
  });

  it("holds no state that waits, chooses or passes, for any permit of the registry", () => {
    const types = registry.flatMap(({ permit }) =>
      Object.values(compile(permit).States).map(({ Type }) => Type),
    );
    expect([...new Set(types)].filter((type) => type !== "Task" && type !== "Parallel")).toEqual(
      [],
    );
  });

  it("is compiled in less than five milliseconds", () => {
    const { permit } = registry[0] as (typeof registry)[number];
    const started = performance.now();
    for (let run = 0; run < 100; run += 1) compile(permit);
    expect((performance.now() - started) / 100).toBeLessThan(5);
  });
});
