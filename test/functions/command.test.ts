import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answeredOnce, carryOut, carryOutOnce, type Decide } from "../../functions/command.ts";
import type { HttpAnswer } from "../../functions/contract.ts";
import { type Application, openTask } from "../../shared/application/application.ts";
import { changed } from "../../shared/application/change.ts";
import { decide } from "../../shared/application/commands/decide.ts";
import { claim } from "../../shared/application/commands/task.ts";
import { withdraw } from "../../shared/application/commands/withdraw.ts";
import { Problem } from "../../shared/problem.ts";
import { check, put, Unavailable, WriteConflict } from "../../shared/store/client.ts";
import * as keys from "../../shared/store/keys.ts";
import type { Store } from "../../shared/store/store.ts";
import { APPLICANT, Dossier, MONDAY_NINE, officer } from "../builders/application.ts";
import { openLocalStore } from "../shared/store/local-store.ts";
import { home, world } from "./home.ts";

let sound: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store: sound, close } = await openLocalStore());
});
afterAll(() => close?.());
beforeEach(() => {
  home.store = sound;
  home.now = MONDAY_NINE;
});

let count = 0;
/** An application that waits at reception. */
async function atReception(): Promise<string> {
  const id = `01k00000000000000000b${String(10_000 + count++)}`;
  let before: Application | undefined;
  for (const { events } of new Dossier().submitted().at("reception").changes) {
    const bodies = events.map(({ body }) => body);
    const change = changed(id, before, bodies, APPLICANT, MONDAY_NINE);
    await sound.applications.commit({ change, wake: undefined, redriveAt: MONDAY_NINE });
    before = change.after;
  }
  return id;
}

const approves: Decide = (kase) => ({
  actor: officer("reception", "thu"),
  events: decide(kase, { stage: "reception", round: 1, officer: "thu" }, { outcome: "approve" }),
});
const claims: Decide = (kase) => ({
  actor: officer("reception", "thu"),
  events: claim(kase, { stage: "reception", round: 1, officer: "thu" }),
});
const answer = ({ phase, seq }: Application): HttpAnswer => ({ status: 200, body: { phase, seq } });
const once = (key: string, request = "request") => ({ subject: "officers#thu", key, request });
const happened = async (id: string, type: string) =>
  (await sound.applications.trail(id)).filter(({ body }) => body.type === type).length;
/** Commits that fail in a way of their own before the sound one. */
function failing(...errors: readonly Error[]): void {
  const left = [...errors];
  const { applications } = sound;
  home.store = {
    ...sound,
    applications: {
      ...applications,
      async commit(commit) {
        const error = left.shift();
        if (error) throw error;
        return applications.commit(commit);
      },
    },
  };
}

describe("a command", () => {
  it("is decided again upon what another one has changed meanwhile", async () => {
    const id = await atReception();
    const tries = Array.from({ length: 20 }, (_, which) =>
      carryOut(world(), id, ({ application }) => ({
        actor: officer("reception", `o${which}`),
        events: openTask(application, "reception")?.claimedBy
          ? []
          : [{ type: "TaskClaimed", stage: "reception", by: `o${which}` }],
      })),
    );
    const claimed = (await Promise.all(tries)).map(({ tasks }) => tasks["reception"]?.claimedBy);
    expect(new Set(claimed).size).toBe(1);
    expect(await happened(id, "TaskClaimed")).toBe(1);
  });

  it("writes every one of twenty that can all be done, each with a number of its own", async () => {
    const id = await atReception();
    const { seq } = (await sound.applications.load(id)) as Application;
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        carryOut(world(), id, () => ({
          actor: officer("reception"),
          events: [{ type: "FileRead", what: "dossier" }],
        })),
      ),
    );
    const done = results.filter(({ status }) => status === "fulfilled").length;
    expect(await happened(id, "FileRead")).toBe(done);
    expect((await sound.applications.load(id))?.seq).toBe(seq + done);
    const refused = results.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    expect(refused.every((error) => error instanceof Problem && error.code === "busy")).toBe(true);
  });

  it("tries again after a conflict in which nothing was written", async () => {
    const id = await atReception();
    failing(new WriteConflict(), new WriteConflict());
    expect((await carryOut(world(), id, approves)).phase).toBe("processing");
    expect(await happened(id, "Decided")).toBe(1);
  });

  it("gives up in the end, as too busy", async () => {
    const id = await atReception();
    failing(...Array.from({ length: 50 }, () => new WriteConflict()));
    await expect(carryOut(world(), id, approves)).rejects.toThrow(new Problem("busy"));
  });

  it("is refused by what must hold beside it, and changes nothing", async () => {
    const id = await atReception();
    const held = {
      write: check(keys.membership("nobody", "party"), "present"),
      otherwise: () => new Problem("not-found"),
    };
    const deciding: Decide = async (kase) => ({ ...(await approves(kase)), beside: [held] });
    await expect(carryOut(world(), id, deciding)).rejects.toThrow(new Problem("not-found"));
    expect(await happened(id, "Decided")).toBe(0);
  });

  it("is not found where there is no application", async () => {
    const id = "01k00000000000000000b99999";
    await expect(carryOut(world(), id, approves)).rejects.toThrow(new Problem("not-found"));
  });

  it("decides and records at one moment, which is never before the file's last", async () => {
    const id = await atReception();
    await carryOut(world(), id, approves);
    // Another machine, whose clock is behind.
    home.now = MONDAY_NINE - 50;
    const ended = await carryOut(world(), id, (kase) => ({
      actor: APPLICANT,
      events: withdraw(kase),
    }));
    expect(ended).toMatchObject({ phase: "withdrawn", endedAt: MONDAY_NINE });
  });
});

describe("a command with an idempotency key", () => {
  it("is done once and answered the same, by twenty requests at once", async () => {
    const id = await atReception();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => carryOutOnce(world(), id, once("twenty"), approves, answer)),
    );
    for (const each of answers) expect(each).toEqual(answers[0]);
    expect(await happened(id, "Decided")).toBe(1);
  });

  it("is answered the same when the reply was lost, though the file has gone on", async () => {
    const id = await atReception();
    const first = await carryOutOnce(world(), id, once("lost"), approves, answer);
    await carryOut(world(), id, (kase) => ({ actor: APPLICANT, events: withdraw(kase) }));
    expect(await carryOutOnce(world(), id, once("lost"), approves, answer)).toEqual(first);
  });

  it("is answered the same when the first request was refused an answer by a crash after it", async () => {
    const id = await atReception();
    const { applications } = sound;
    let crashed = false;
    home.store = {
      ...sound,
      applications: {
        ...applications,
        async commit(commit) {
          await applications.commit(commit);
          if (!crashed) {
            crashed = true;
            throw new Unavailable("after the write");
          }
        },
      },
    };
    const act = () => carryOutOnce(world(), id, once("crash"), approves, answer);
    await expect(act()).rejects.toBeInstanceOf(Unavailable);
    expect((await act()).body).toMatchObject({ phase: "processing" });
    expect(await happened(id, "Decided")).toBe(1);
  });

  it("is answered with the other's answer where that came between its look and its decision", async () => {
    const id = await atReception();
    const { applications } = sound;
    let first: HttpAnswer | undefined;
    home.store = {
      ...sound,
      applications: {
        ...applications,
        async load(wanted) {
          const winner = { ...world(), store: sound };
          first ??= await carryOutOnce(winner, id, once("between"), approves, answer);
          return applications.load(wanted);
        },
      },
    };
    const second = await carryOutOnce(world(), id, once("between"), approves, answer);
    expect(second).toEqual(first);
  });

  it("is refused with another request, also where the first had nothing to change", async () => {
    const id = await atReception();
    await carryOut(world(), id, claims);
    const first = await carryOutOnce(world(), id, once("noop"), claims, answer);
    expect(await carryOutOnce(world(), id, once("noop"), claims, answer)).toEqual(first);
    await expect(
      carryOutOnce(world(), id, once("noop", "another"), approves, answer),
    ).rejects.toThrow(new Problem("idempotency-key-reused"));
    expect(await happened(id, "Decided")).toBe(0);
  });

  it("is another's where another sends it", async () => {
    const [id, other] = [await atReception(), await atReception()];
    await carryOutOnce(world(), id, once("shared"), approves, answer);
    const theirs = { ...once("shared"), subject: "officers#lien" };
    await carryOutOnce(world(), other, theirs, approves, answer);
    expect(await happened(other, "Decided")).toBe(1);
  });

  it("keeps no record of a refusal, which may be another next time", async () => {
    const id = await atReception();
    const refusing: Decide = () => {
      throw new Problem("wrong-state");
    };
    await expect(carryOutOnce(world(), id, once("no"), refusing, answer)).rejects.toThrow();
    expect((await carryOutOnce(world(), id, once("no"), approves, answer)).status).toBe(200);
  });
});

describe("what is answered once without an application", () => {
  it("is done once by twenty requests at once", async () => {
    let made = 0;
    const act = () =>
      answeredOnce(world(), once("party"), async (record) => {
        const name = `party-${made++}`;
        const beside = record({ status: 201, body: { name } });
        const own = put({ pk: `PARTY#${name}`, sk: "PARTY" }, { onlyNew: true });
        try {
          await sound.table.write([own, ...beside.map(({ write }) => write)]);
        } catch (error) {
          throw beside[0]?.otherwise?.() ?? error;
        }
        return { status: 201, body: { name } };
      });
    const answers = await Promise.all(Array.from({ length: 20 }, act));
    for (const each of answers) expect(each).toEqual(answers[0]);
  });

  it("tries again where two were writing at one time", async () => {
    const errors = [new WriteConflict(), new WriteConflict()];
    const result = await answeredOnce(world(), once("conflict"), async () => {
      const error = errors.shift();
      if (error) throw error;
      return { status: 201 };
    });
    expect(result).toEqual({ status: 201 });
  });
});
