import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { handler, type OpenStage } from "../../../functions/workflow/open-stage.ts";
import type { Application } from "../../../shared/application/application.ts";
import { changed } from "../../../shared/application/change.ts";
import type { Commit } from "../../../shared/store/applications.ts";
import type { Store } from "../../../shared/store/store.ts";
import { APPLICANT, Dossier, MONDAY_NINE, rules } from "../../builders/application.ts";
import { openLocalStore } from "../../shared/store/local-store.ts";
import { home } from "../home.ts";

vi.hoisted(() => {
  process.env["LOG_LEVEL"] ??= "silent";
});
vi.mock("../../../functions/wiring.ts", () => import("../home.ts"));

let sound: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store: sound, close } = await openLocalStore());
  home.law = rules;
});
afterAll(() => close?.());
beforeEach(() => {
  home.store = sound;
});

let count = 0;
/** Submitted, and led by its first run. */
async function submitted(): Promise<string> {
  const id = `01k00000000000000000f${String(10_000 + count++)}`;
  let before: Application | undefined;
  for (const { events } of new Dossier().submitted().changes) {
    const bodies = events.map(({ body }) => body);
    const change = changed(id, before, bodies, APPLICANT, MONDAY_NINE);
    await sound.applications.commit({ change, wake: undefined, redriveAt: MONDAY_NINE });
    before = change.after;
  }
  return id;
}

const ENTERED = "2026-10-05T02:00:00.000Z";
const opens = (id: string, token: string, call: Partial<OpenStage>) =>
  handler(
    { applicationId: id, stage: "reception", run: `${id}-1`, taskToken: token, ...call },
    {} as Context,
  );
const tokenOf = async (id: string) =>
  (await sound.applications.loadWithTokens(id))?.tokens.get("reception#1")?.token;

/** Holds the first commit back, as a call does that its caller has given up by then. */
function holdFirstCommit() {
  const { commit } = sound.applications;
  let letGo = () => {};
  let arrived = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const waiting = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let commits = 0;
  const applications = {
    ...sound.applications,
    commit: async (given: Commit) => {
      if (commits++ === 0) {
        arrived();
        await held;
      }
      return commit(given);
    },
  };
  home.store = { ...sound, applications };
  return { waiting, letGo };
}

describe("a call of a stage that was given up", () => {
  it("does not put its dead token over that of its own retry, however late it ends", async () => {
    const id = await submitted();
    const { waiting, letGo } = holdFirstCommit();
    const late = opens(id, "dead", { entered: ENTERED, attempt: 0 });
    await waiting;
    await opens(id, "alive", { entered: ENTERED, attempt: 1 });
    letGo();
    await expect(late).rejects.toMatchObject({ name: "Superseded" });
    expect(await tokenOf(id)).toBe("alive");
  });

  it("of an earlier visit of the same stage is one as well", async () => {
    const id = await submitted();
    await opens(id, "alive", { entered: "2026-10-05T03:00:00.000Z", attempt: 0 });
    const late = opens(id, "dead", { entered: ENTERED, attempt: 5 });
    await expect(late).rejects.toMatchObject({ name: "Superseded" });
    expect(await tokenOf(id)).toBe("alive");
  });
});

describe("a call of a stage", () => {
  it("that comes twice is one call", async () => {
    const id = await submitted();
    await opens(id, "alive", { entered: ENTERED, attempt: 0 });
    await opens(id, "alive", { entered: ENTERED, attempt: 0 });
    expect(await tokenOf(id)).toBe("alive");
  });

  it("that is a retry brings its own token, which is the one that lives", async () => {
    const id = await submitted();
    await opens(id, "first", { entered: ENTERED, attempt: 0 });
    await opens(id, "second", { entered: ENTERED, attempt: 1 });
    expect(await tokenOf(id)).toBe("second");
  });

  it("by a state machine of before calls were told apart opens it as before", async () => {
    const id = await submitted();
    await opens(id, "first", {});
    await opens(id, "second", {});
    expect(await tokenOf(id)).toBe("second");
  });
});
