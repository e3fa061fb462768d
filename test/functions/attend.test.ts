import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attend, type Occasion } from "../../functions/attend.ts";
import { carryOut, type World } from "../../functions/command.ts";
import { changed } from "../../shared/application/change.ts";
import { decide } from "../../shared/application/commands/decide.ts";
import { arrive } from "../../shared/application/commands/stage.ts";
import type { Outcome } from "../../shared/application/event.ts";
import type { Store } from "../../shared/store/store.ts";
import type { RunName, Workflow } from "../../shared/workflow/states.ts";
import {
  APPLICANT,
  Dossier,
  facts,
  MONDAY_NINE,
  officer,
  rules,
  WORKFLOW,
} from "../builders/application.ts";
import { openLocalStore } from "../shared/store/local-store.ts";

let store: Store;
let close: () => Promise<void>;
let world: World;
let realNow = MONDAY_NINE;
beforeAll(async () => {
  ({ store, close } = await openLocalStore());
  const clock = { now: () => MONDAY_NINE };
  world = { store, clock, realClock: { now: () => realNow }, rulesFor: async () => rules };
});
afterAll(() => close?.());

/** A workflow of which a test says what it heard and whether its runs live. */
class Runs implements Workflow {
  readonly started: number[] = [];
  readonly heard: [token: string, outcome: Outcome][] = [];
  deaf = false;
  alive = true;
  async start({ run }: RunName) {
    if (this.started.includes(run)) return "exists" as const;
    this.started.push(run);
    return "started" as const;
  }
  async deliver(token: string, outcome: Outcome) {
    if (this.deaf) return "unknown" as const;
    this.heard.push([token, outcome]);
    return "delivered" as const;
  }
  async runs() {
    return this.alive;
  }
}

let count = 0;
async function submitted(): Promise<string> {
  const id = `01k000000000000000001${String(10_000 + count++)}`;
  let before: ReturnType<typeof changed>["after"] | undefined;
  for (const { events } of new Dossier().submitted().changes) {
    const change = changed(
      id,
      before,
      events.map(({ body }) => body),
      APPLICANT,
      MONDAY_NINE,
    );
    const wake = { kind: "redrive", at: MONDAY_NINE } as const;
    await store.applications.commit({ change, wake, redriveAt: MONDAY_NINE });
    before = change.after;
  }
  return id;
}

/** The execution comes to a stage with a token, as the function behind `OpenStage` sees it. */
function opens(id: string, stage: string, run: number, token: string) {
  return carryOut(world, id, (kase) => {
    const arrival = arrive(kase, { stage, run }, facts);
    if (arrival.kind !== "standing") throw new Error(arrival.kind);
    const { events, round } = arrival;
    return { actor: WORKFLOW, events, token: { stage, round, run, token } };
  });
}

function approves(id: string) {
  return carryOut(world, id, (kase) => ({
    actor: officer("reception", "thu"),
    events: decide(kase, { stage: "reception", round: 1, officer: "thu" }, { outcome: "approve" }),
  }));
}

const attends = (workflow: Workflow, id: string, occasion: Occasion) =>
  attend({ world, store, workflow }, id, occasion);

describe("attending to an application", () => {
  it("starts its execution once, however often it is called", async () => {
    const [workflow, id] = [new Runs(), await submitted()];
    await Promise.all([1, 2, 3].map(() => attends(workflow, id, "stream")));
    expect(workflow.started).toEqual([1]);
  });

  it("starts it on the sweep where the stream was lost", async () => {
    const [workflow, id] = [new Runs(), await submitted()];
    await attends(workflow, id, "redrive");
    expect(workflow.started).toEqual([1]);
  });

  it("tells an outcome by the token of the run, and nothing while nobody has decided", async () => {
    const [workflow, id] = [new Runs(), await submitted()];
    await opens(id, "reception", 1, "first");
    await attends(workflow, id, "stream");
    expect(workflow.heard).toEqual([]);
    await approves(id);
    await attends(workflow, id, "stream");
    expect(workflow.heard).toEqual([["first", "Approved"]]);
  });

  it("believes no answer: what was not heard is told again until the next stage opens", async () => {
    const [workflow, id] = [new Runs(), await submitted()];
    await opens(id, "reception", 1, "token");
    await approves(id);
    workflow.deaf = true;
    await attends(workflow, id, "stream");
    await attends(workflow, id, "redrive");
    expect((await store.applications.load(id))?.run).toBe(1);
    workflow.deaf = false;
    await attends(workflow, id, "redrive");
    expect(workflow.heard).toEqual([["token", "Approved"]]);
    await opens(id, "fee", 1, "fee-token");
    await attends(workflow, id, "redrive");
    expect(workflow.heard).toHaveLength(1);
  });

  it("follows a dead execution with the next run, in which decided stages replay", async () => {
    const [workflow, id] = [new Runs(), await submitted()];
    await opens(id, "reception", 1, "dead");
    await approves(id);
    Object.assign(workflow, { deaf: true, alive: false });
    await attends(workflow, id, "redrive");
    expect(workflow.started).toEqual([2]);
    Object.assign(workflow, { deaf: false, alive: true });
    await attends(workflow, id, "stream");
    expect(workflow.heard).toEqual([]);
    await expect(opens(id, "reception", 1, "stale")).rejects.toThrow("superseded");
    await opens(id, "reception", 2, "alive");
    await attends(workflow, id, "stream");
    expect(workflow.heard).toEqual([["alive", "Approved"]]);
    const trail = await store.applications.trail(id);
    expect(trail.filter(({ body }) => body.type === "Decided")).toHaveLength(1);
  });

  it("starts the next run once, though the stream and two sweeps find the dead one at once", async () => {
    const [workflow, id] = [new Runs(), await submitted()];
    await opens(id, "reception", 1, "dead");
    await approves(id);
    Object.assign(workflow, { deaf: true, alive: false });
    await Promise.all([attends(workflow, id, "redrive"), attends(workflow, id, "redrive")]);
    expect((await store.applications.load(id))?.run).toBe(2);
  });

  it("is patient: what was swept in vain is swept again later, and not at once", async () => {
    const [workflow, id] = [new Runs(), await submitted()];
    await attends(workflow, id, "redrive");
    const due = async (by: number) => {
      const found: string[] = [];
      for await (const page of store.wake.due("redrive", by, 100))
        found.push(...page.map((item) => item.id));
      return found.includes(id);
    };
    expect(await due(realNow + 29_999)).toBe(true);
    await store.outbox.sent({ id, seq: 2 });
    expect(await due(realNow + 29_999)).toBe(false);
    expect(await due(realNow + 30_000)).toBe(true);
    realNow += 1;
  });
});
