import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { attend, type Occasion } from "../../functions/attend.ts";
import { carryOut } from "../../functions/command.ts";
import { handler as closeApplication } from "../../functions/workflow/close-application.ts";
import { handler as issueLicence } from "../../functions/workflow/issue-licence.ts";
import { handler as openStage } from "../../functions/workflow/open-stage.ts";
import { dueEvent } from "../../shared/application/agenda.ts";
import { type Application, openTasks } from "../../shared/application/application.ts";
import { changed, replay } from "../../shared/application/change.ts";
import { decide } from "../../shared/application/commands/decide.ts";
import { recordPayment } from "../../shared/application/commands/pay.ts";
import { withdraw } from "../../shared/application/commands/withdraw.ts";
import type { Decision } from "../../shared/application/decision.ts";
import type { Actor } from "../../shared/application/event.ts";
import { checkChain, digest } from "../../shared/audit/chain.ts";
import { Problem } from "../../shared/problem.ts";
import { put, Unavailable } from "../../shared/store/client.ts";
import * as keys from "../../shared/store/keys.ts";
import type { Store } from "../../shared/store/store.ts";
import { compile } from "../../workflows/compile.ts";
import { APPLICANT, Dossier, MONDAY_NINE, officer, rulesOf } from "../builders/application.ts";
import { inWordsOf } from "../builders/decision.ts";
import { grouped, innAnswers } from "../builders/grouped.ts";
import { openLocalStore } from "../shared/store/local-store.ts";
import { faultAt, faulty, home, world } from "./home.ts";
import { Machine } from "./machine.ts";

vi.hoisted(() => {
  process.env["LOG_LEVEL"] ??= "silent";
});
vi.mock("../../functions/wiring.ts", () => import("./home.ts"));

let sound: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store: sound, close } = await openLocalStore());
  home.law = rulesOf(grouped());
});
afterAll(() => close?.());

let machine: Machine;
/** What the service answered to each word that it was told. */
const answers: string[] = [];
beforeEach(() => {
  home.fault = () => {};
  home.now = home.realNow = MONDAY_NINE;
  home.store = { ...sound, applications: faulty("table", sound.applications, ["commit"]) };
  machine = new Machine(compile(home.law.permit), {
    "${OpenStage}": openStage as never,
    "${CloseApplication}": closeApplication as never,
    "${IssueLicence}": issueLicence as never,
  });
  answers.length = 0;
  home.workflow = faulty(
    "workflow",
    {
      start: machine.start.bind(machine),
      async deliver(token, outcome) {
        const answer = await machine.deliver(token, outcome);
        answers.push(answer);
        return answer;
      },
      runs: machine.runs.bind(machine),
    },
    ["start", "deliver"],
  );
});

let count = 0;
/** A submitted application that nobody has attended to yet. */
async function submitted(answers: object = {}): Promise<string> {
  const id = `01k00000000000000000a${String(10_000 + count++)}`;
  const file = new Dossier(home.law, innAnswers(answers)).submitted();
  let before: Application | undefined;
  for (const { events } of file.changes) {
    const bodies = events.map(({ body }) => body);
    const change = changed(id, before, bodies, APPLICANT, home.now);
    const wake = { kind: "redrive", at: home.realNow } as const;
    await sound.applications.commit({ change, wake, redriveAt: home.realNow });
    before = change.after;
  }
  const given = innAnswers(answers);
  await sound.table.write([put({ ...keys.answers(id), answers: given, digest: digest(given) })]);
  return id;
}

/** What the platform does by itself: the stream's call, which may be lost; a sweep; the runs. */
async function byItself(id: string, streamIsLost = false): Promise<void> {
  const store = home.store;
  const attends = (occasion: Occasion) =>
    attend({ world: world(), store, workflow: home.workflow }, id, occasion).catch((error) => {
      if (!(error instanceof Unavailable)) throw error;
    });
  if (!streamIsLost) await attends("stream");
  await machine.settle();
  const occasion = await woken(id);
  if (occasion) await attends(occasion);
  await machine.settle();
}

/** As what the next sweep finds the file, an hour later at most; undefined where it does not. */
async function woken(id: string): Promise<"due" | "redrive" | undefined> {
  const item = (await sound.table.get(keys.application(id))) ?? {};
  const kind = String(item["wake"]).startsWith("redrive") ? "redrive" : "due";
  const by = kind === "due" ? home.now : home.realNow + 3_600_000;
  return Number(item["wakeAt"]) <= by ? kind : undefined;
}

/** A person who tries again where the platform was not there; twice done is once done. */
async function person(act: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    try {
      await act();
      return;
    } catch (error) {
      if (error instanceof Problem) return;
      if (!(error instanceof Unavailable)) throw error;
    }
  }
}

const decides = (id: string, stage: string, decision: Decision, who: Actor & { person: string }) =>
  person(() =>
    carryOut(world(), id, (kase) => {
      const round = kase.application.tasks[stage]?.round ?? 1;
      const said = inWordsOf(kase.permit, stage, decision);
      const events = decide(kase, { stage, round, officer: who.person }, said);
      return { actor: who, events };
    }),
  );

const expert = officer("expert", "expert") as Actor & { person: string };

/** Everybody does at once what waits for them, in the best way. */
async function everybody(id: string, refusing?: string): Promise<void> {
  const application = (await sound.applications.load(id)) as Application;
  for (const { stage, by } of openTasks(application)) {
    const who = { ...expert, person: `officer-of-${stage}` };
    if (by === "officer") {
      const refuses = { outcome: "refuse", reasons: ["unfit"] } as const;
      await decides(id, stage, stage === refusing ? refuses : { outcome: "approve" }, who);
    } else {
      const checkout = { id, url: "", status: "paid", amount: 300, currency: "VND" } as const;
      await person(() =>
        carryOut(world(), id, (kase) => ({
          actor: { kind: "platform", part: "gateway" },
          events: recordPayment(kase, { ...checkout, reference: id }),
        })),
      );
    }
  }
}

/** Until nothing is left to do. @returns the application at its end */
async function toTheEnd(id: string, options: { refusing?: string; streamIsLost?: boolean } = {}) {
  for (let round = 0; round < 16; round++) {
    await byItself(id, options.streamIsLost);
    await everybody(id, options.refusing);
    const application = await sound.applications.load(id);
    if (application?.closedAt !== undefined) return settled(id, application);
  }
  const stuck = await sound.applications.load(id);
  throw new Error(`it did not come to its end: ${JSON.stringify(stuck)}`);
}

async function settled(id: string, application: Application) {
  const trail = await sound.applications.trail(id);
  expect(checkChain(trail)).toEqual({
    whole: true,
    events: application.seq,
    head: application.head,
  });
  expect(replay(id, trail)).toEqual(application);
  expect(openTasks(application)).toEqual([]);
  const decisions = trail.flatMap(({ body }) =>
    body.type === "Decided" ? [`${body.stage}#${body.round}`] : [],
  );
  expect(new Set(decisions).size).toBe(decisions.length);
  return { application, trail };
}

const kinds = (trail: Awaited<ReturnType<typeof toTheEnd>>["trail"], type: string) =>
  trail.filter(({ body }) => body.type === type);

describe("a file and its execution come to the same end", () => {
  it("with everything in order", async () => {
    const id = await submitted();
    const { application, trail } = await toTheEnd(id);
    expect(application.phase).toBe("issued");
    expect(application.run).toBe(1);
    expect(kinds(trail, "StageEntered")).toEqual([]);
    expect([...machine.runs_.values()].map(({ status }) => status)).toEqual(["SUCCEEDED"]);
  });

  it("with every call of the stream lost", async () => {
    const { application } = await toTheEnd(await submitted(), { streamIsLost: true });
    expect(application).toMatchObject({ phase: "issued", run: 1 });
  });

  it("with a stage of a group skipped", async () => {
    const { application } = await toTheEnd(await submitted({ kind: "bar" }));
    expect(application).toMatchObject({ phase: "issued", run: 1 });
  });

  it.each(["reception", "police", "fire", "signing"])("refused at %s", async (refusing) => {
    const { application } = await toTheEnd(await submitted(), { refusing });
    expect(application).toMatchObject({ phase: "refused", run: 1 });
    // The tokens of its siblings died with the group: they are told nothing.
    expect(answers).not.toContain("unknown");
  });

  it.each(["reception", "fee", "police", "appraisal"])(
    "withdrawn at %s, before and after its execution has heard of it",
    async (at) => {
      for (const between of [false, true]) {
        const id = await submitted();
        for (;;) {
          await byItself(id);
          const open = openTasks((await sound.applications.load(id)) as Application);
          if (open.some(({ stage }) => stage === at)) break;
          await everybody(id);
        }
        if (between) await everybody(id);
        await carryOut(world(), id, (kase) => ({ actor: APPLICANT, events: withdraw(kase) }));
        const { application } = await toTheEnd(id);
        expect(application).toMatchObject({ phase: "withdrawn", run: 1 });
      }
    },
  );

  it("lapsed, though its execution died before it could hear of it", async () => {
    const id = await submitted();
    await byItself(id);
    await everybody(id);
    await byItself(id);
    machine.kill(`${id}-1`);
    home.now += 30 * 86_400_000;
    const { application } = await toTheEnd(id);
    expect(application.phase).toBe("lapsed");
  });

  it.each([1, 2, 3, 4, 5])("killed after each of the first %i rounds", async (deaths) => {
    const id = await submitted({ kind: "bar" });
    for (let round = 0; round < deaths; round++) {
      await byItself(id);
      const { run } = (await sound.applications.load(id)) as Application;
      machine.kill(`${id}-${run}`);
      await everybody(id);
    }
    const { application, trail } = await toTheEnd(id);
    expect(application.phase).toBe("issued");
    expect(kinds(trail, "Paid")).toHaveLength(1);
  });

  it("with time passing in the middle of it", async () => {
    const id = await submitted();
    await byItself(id);
    await everybody(id);
    await byItself(id);
    await everybody(id);
    await byItself(id);
    home.now += 10 * 86_400_000;
    const { application } = await toTheEnd(id);
    expect(application.phase).toBe("issued");
    expect(dueEvent({ ...home.law, application, now: home.now })).toBeUndefined();
  });
});

describe("a crash before or after any one write, word or start", () => {
  it.each([undefined, "fire"])(
    "comes to the very same end (refused by %s)",
    async (refusing) => {
      for (let which = 0; ; which++) {
        const id = await submitted({ kind: which % 2 === 0 ? "inn" : "bar" });
        const struck = faultAt(which);
        const { application, trail } = await toTheEnd(id, refusing ? { refusing } : {});
        expect(application.phase).toBe(refusing ? "refused" : "issued");
        expect(kinds(trail, "Paid")).toHaveLength(1);
        expect(kinds(trail, "LicenceReserved")).toHaveLength(refusing ? 0 : 1);
        expect(kinds(trail, "LicenceIssued")).toHaveLength(refusing ? 0 : 1);
        if (!refusing) {
          const licence = await sound.licences.ofApplication(id);
          expect(licence?.forms).toBeDefined();
          expect(application.licence).toBe(licence?.record.number);
          expect(await sound.licences.byNumber(String(application.licence))).toBe(id);
        }
        if (!struck()) {
          expect(which).toBeGreaterThan(20);
          return;
        }
      }
    },
    180_000,
  );
});
