import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Change, changed, replay } from "../../../shared/application/change.ts";
import { decide } from "../../../shared/application/commands/decide.ts";
import { type Commit, failureOf } from "../../../shared/store/applications.ts";
import { ConditionFailed, check, put, WriteConflict } from "../../../shared/store/client.ts";
import { idempotencyWrite } from "../../../shared/store/idempotency.ts";
import * as keys from "../../../shared/store/keys.ts";
import type { Store } from "../../../shared/store/store.ts";
import { APPLICANT, Dossier, MONDAY_NINE, officer } from "../../builders/application.ts";
import { openLocalStore } from "./local-store.ts";

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openLocalStore());
});
afterAll(() => close?.());

let count = 0;
/** The same way for another application: each test has its own. */
function own(changes: readonly Change[]): { id: string; changes: Change[] } {
  const id = `01k000000000000000000${String(10_000 + count++)}`;
  const mine: Change[] = [];
  for (const { events } of changes) {
    const [first] = events;
    if (!first) continue;
    const bodies = events.map(({ body }) => body);
    mine.push(changed(id, mine.at(-1)?.after, bodies, first.actor, first.at));
  }
  return { id, changes: mine };
}

const commitOf = (change: Change, rest: Partial<Commit> = {}): Commit => ({
  change,
  wake: { kind: "redrive", at: MONDAY_NINE },
  redriveAt: MONDAY_NINE,
  ...rest,
});
const token = { stage: "reception", round: 1, run: 1, token: "secret-token" };
const inboxOf = { authority: "vn-quang-nam", unit: "ubnd-dien-ban", role: "reception" };

async function atReception() {
  const { id, changes } = own(new Dossier().submitted().at("reception").changes);
  for (const [at, change] of changes.entries()) {
    await store.applications.commit(commitOf(change, at === 2 ? { token } : {}));
  }
  const after = changes.at(-1)?.after;
  if (!after) throw new Error("nothing happened");
  return { id, after };
}

function decision(before: Awaited<ReturnType<typeof atReception>>["after"], id: string): Change {
  const file = new Dossier();
  const round = { stage: "reception", round: 1, officer: "thu" };
  const events = decide({ ...file.case, application: before }, round, { outcome: "approve" });
  return changed(id, before, events, officer("reception", "thu"), MONDAY_NINE);
}

describe("an application in the table", () => {
  it("is read back as it was folded, and its trail replays to it", async () => {
    const { id, after } = await atReception();
    expect(await store.applications.load(id)).toEqual(after);
    const trail = await store.applications.trail(id);
    expect(trail.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(replay(id, trail)).toEqual(after);
  });

  it("gives its tokens to the workflow only, and keeps them through a decision", async () => {
    const { id, after } = await atReception();
    expect(JSON.stringify(await store.applications.load(id))).not.toContain("secret-token");
    await store.applications.commit(commitOf(decision(after, id)));
    const loaded = await store.applications.loadWithTokens(id);
    expect(loaded?.tokens.get("reception#1")).toEqual(token);
  });

  it("stands in the inbox of its unit until it is decided", async () => {
    const { id, after } = await atReception();
    const waits = async () => {
      const { entries } = await store.inbox.page(inboxOf, { limit: 100 });
      return entries.some(({ application }) => application === id);
    };
    expect(await waits()).toBe(true);
    await store.applications.commit(commitOf(decision(after, id)));
    expect(await waits()).toBe(false);
  });

  it("takes one of twenty writers for each version, and tells the others that it moved", async () => {
    const { id, after } = await atReception();
    const commit = commitOf(decision(after, id));
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () =>
        store.applications.commit(commit).then(
          () => "written",
          (error) => {
            if (error instanceof WriteConflict) return "refused";
            if (!(error instanceof ConditionFailed)) throw error;
            return failureOf(commit, error.failed).moved ? "refused" : "something else";
          },
        ),
      ),
    );
    expect(outcomes.filter((each) => each === "written")).toHaveLength(1);
    expect(outcomes.filter((each) => each === "refused")).toHaveLength(19);
    expect((await store.applications.trail(id)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it("is not written when what must hold beside it does not, and says which", async () => {
    const { id, after } = await atReception();
    const beside = [
      check(keys.party("nobody"), "absent"),
      check(keys.membership("a", "b"), "present"),
    ];
    const commit = commitOf(decision(after, id), { beside });
    const error = await store.applications.commit(commit).catch((refused) => refused);
    expect(error).toBeInstanceOf(ConditionFailed);
    expect(failureOf(commit, error.failed)).toEqual({ moved: false, beside: [1] });
    expect(await store.applications.load(id)).toEqual(after);
  });

  it("writes an idempotency record with what was done, or neither", async () => {
    const { id, after } = await atReception();
    const record = { request: "digest", answer: { status: 200, body: { ok: true } } };
    const beside = [idempotencyWrite("person", `key-${id}`, record, MONDAY_NINE)];
    await store.applications.commit(commitOf(decision(after, id), { beside }));
    expect(await store.idempotency.find("person", `key-${id}`)).toMatchObject(record);
    const again = await atReception();
    const second = commitOf(decision(again.after, again.id), { beside });
    await expect(store.applications.commit(second)).rejects.toBeInstanceOf(ConditionFailed);
    expect(await store.applications.load(again.id)).toEqual(again.after);
  });

  it("is found by its party, newest first, page by page", async () => {
    const { id } = await atReception();
    const first = await store.applications.ofParty("party", { limit: 1 });
    const rest = await store.applications.ofParty("party", {
      limit: 100,
      ...(first.last && { after: first.last }),
    });
    const ids = [...first.applications, ...rest.applications].map((each) => each.id);
    expect(ids).toContain(id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("the wake index", () => {
  const dueBy = async (kind: "due" | "redrive", by: number) => {
    const found: string[] = [];
    for await (const page of store.wake.due(kind, by, 2)) found.push(...page.map(({ id }) => id));
    return found;
  };

  it("gives what is due, not what is only open", async () => {
    const { id, after } = await atReception();
    await store.applications.rewake(after, { kind: "due", at: 5_000 });
    expect(await dueBy("due", 4_999)).not.toContain(id);
    expect(await dueBy("due", 5_000)).toContain(id);
    await store.applications.rewake(after, undefined);
    expect(await dueBy("due", 5_000)).not.toContain(id);
  });

  it("is not moved for an application that changed meanwhile", async () => {
    const { id, after } = await atReception();
    await store.applications.commit(
      commitOf(decision(after, id), { wake: { kind: "due", at: 9_000 } }),
    );
    await store.applications.rewake(after, { kind: "due", at: 1 });
    expect(await dueBy("due", 1)).not.toContain(id);
  });
});

describe("a counter", () => {
  it("gives twenty callers twenty numbers", async () => {
    const numbers = await Promise.all(
      Array.from({ length: 20 }, () => store.table.next(keys.counter("twenty"))),
    );
    expect(new Set(numbers)).toEqual(new Set(Array.from({ length: 20 }, (_, at) => at + 1)));
  });
});

describe("a party", () => {
  it("is found by the people who act for it", async () => {
    const party = { id: "p", kind: "household", name: "P", email: "p@p.example", language: "vi" };
    await store.table.write([
      put({ ...keys.party("p"), ...party }),
      put({ ...keys.membership(APPLICANT.kind, "p") }),
    ]);
    expect(await store.people.partiesOf(APPLICANT.kind)).toEqual(["p"]);
    expect(await store.people.party("p")).toEqual(party);
  });
});
