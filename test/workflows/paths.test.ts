import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, openEngine } from "../../infra/local/states/engine.ts";
import type { Permit } from "../../shared/permit/permit.ts";
import { outcomesOf, stagesOf, supplementStageOf } from "../../shared/permit/stages.ts";
import { compile, type StateMachine } from "../../workflows/compile.ts";
import { permits } from "../../workflows/registry.ts";
import { stagesAt, step } from "./machine.ts";

/** What is said to the stages that an execution stands at: the word for each, in this order. */
type Word = readonly [stage: string, outcome: string];
interface Way {
  readonly words: readonly (readonly Word[])[];
  readonly ends: "IssueLicence" | "CloseApplication";
  /** Stages whose token dies unheard: siblings of an exit. */
  readonly unheard: readonly string[];
}

/** Every way through a machine, with one supplement at most. */
function waysOf(permit: Permit, machine: StateMachine): Way[] {
  const follow = (name: string, words: Way["words"], rounds: number): Way[] => {
    const state = machine.States[name];
    if (!state) throw new Error(`there is no state ${name}`);
    if (state.Next === undefined && name !== "Closed") {
      return [{ words, ends: "IssueLicence", unheard: [] }];
    }
    const stages = stagesAt(name, state);
    const onward = follow.bind(undefined, String(state.Next));
    const straight = stages.map((stage): Word => [stage, "Approved"]);
    const orders = stages.length === 1 ? [straight] : [straight, [...straight].reverse()];
    const exits = stages.flatMap((stage, at) =>
      outcomesOf(permit, stage)
        .filter((outcome) => outcome !== "Approved")
        // An exit comes before its siblings were heard, or after all of them.
        .flatMap((outcome): { said: Word[]; unheard: string[] }[] => {
          const others = straight.filter((_, index) => index !== at);
          const exit: Word = [stage, outcome];
          return others.length === 0
            ? [{ said: [exit], unheard: [] }]
            : [
                { said: [exit], unheard: others.map(([id]) => id) },
                { said: [...others, exit], unheard: [] },
              ];
        }),
    );
    return [
      ...orders.flatMap((said) => onward([...words, said], rounds)),
      ...exits.flatMap(({ said, unheard }): Way[] => {
        const [, outcome = ""] = said.at(-1) ?? [];
        const next = step(state, outcome);
        if (next === "Closed")
          return [{ words: [...words, said], ends: "CloseApplication", unheard }];
        return rounds > 0 ? follow(String(next), [...words, said], rounds - 1) : [];
      }),
    ];
  };
  return follow(machine.StartAt, [], 1);
}

interface Opening {
  readonly stage: string;
  readonly taskToken: string;
  readonly run: string;
}

let engine: Engine;
const opened = new Map<string, Opening>();
const ended = new Map<string, string>();
let waiting: (() => void)[] = [];

beforeAll(() => {
  engine = openEngine({
    database: ":memory:",
    invoke: async (name, payload) => {
      const call = JSON.parse(payload) as Opening & { applicationId: string };
      if (name.includes("OpenStage")) opened.set(`${call.run} ${call.stage}`, call);
      else ended.set(call.applicationId, name);
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
      return { payload: "{}" };
    },
  });
});
afterAll(() => engine?.close());

/** Waits until the engine has come to something. */
async function until<Found>(look: () => Found | undefined): Promise<Found> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
}

const tell = (taskToken: string, outcome: string) =>
  outcome === "Approved"
    ? engine.call("SendTaskSuccess", { taskToken, output: "{}" })
    : engine.call("SendTaskFailure", { taskToken, error: outcome });

async function walk(machineArn: string, name: string, way: Way): Promise<void> {
  const input = JSON.stringify({ applicationId: name });
  await engine.call("StartExecution", { stateMachineArn: machineArn, name, input });
  const tokens = new Map<string, string>();
  for (const [index, said] of way.words.entries()) {
    const all = [
      ...said.map(([stage]) => stage),
      ...(index === way.words.length - 1 ? way.unheard : []),
    ];
    for (const stage of all) {
      const { taskToken } = await until(() => opened.get(`${name} ${stage}`));
      opened.delete(`${name} ${stage}`);
      tokens.set(stage, taskToken);
    }
    for (const [stage, outcome] of said) await tell(tokens.get(stage) ?? "", outcome);
  }
  expect(await until(() => ended.get(name)), JSON.stringify(way)).toContain(way.ends);
  for (const stage of way.unheard) {
    await expect(tell(tokens.get(stage) ?? "", "Approved")).rejects.toThrow();
  }
}

/** The last function has answered before its execution is written as ended. */
async function noneRuns(stateMachineArn: string): Promise<void> {
  for (;;) {
    const { executions } = (await engine.call("ListExecutions", {
      stateMachineArn,
      statusFilter: "RUNNING",
    })) as { executions: unknown[] };
    if (executions.length === 0) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("a permit's state machine, on the engine of one machine", () => {
  it.each(permits.map((permit) => [`${permit.id} v${permit.version}`, permit] as const))(
    "comes to its end along every path: %s",
    async (_, permit) => {
      const machine = compile(permit);
      const { stateMachineArn } = (await engine.call("CreateStateMachine", {
        name: `${permit.id}-v${permit.version}`,
        definition: JSON.stringify(machine),
        roleArn: "arn:aws:iam::000000000000:role/test",
      })) as { stateMachineArn: string };
      const ways = waysOf(permit, machine);
      for (const [index, way] of ways.entries()) {
        await walk(stateMachineArn, `${permit.id}-${index}`, way);
      }
      const told = new Set(
        ways.flatMap(({ words }) => words.flat().map(([stage, outcome]) => `${stage} ${outcome}`)),
      );
      const declared = stagesOf(permit)
        .filter(({ kind }) => kind !== "issue")
        .flatMap((stage) => [stage.id, supplementStageOf(stage)?.id ?? []].flat())
        .flatMap((id) => outcomesOf(permit, id).map((outcome) => `${id} ${outcome}`));
      expect([...told].sort()).toEqual(declared.sort());
      await noneRuns(stateMachineArn);
    },
  );
});
