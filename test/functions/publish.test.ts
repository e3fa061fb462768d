import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { publishList } from "../../functions/publish.ts";
import { LIST_LIFE_MS, LIST_SIZE } from "../../shared/status-list/lists.ts";
import type { MarkChange } from "../../shared/status-list/marks.ts";
import * as keys from "../../shared/store/keys.ts";
import { markWrites, type StatusLists } from "../../shared/store/status-lists.ts";
import type { Store } from "../../shared/store/store.ts";
import { MONDAY_NINE, rules } from "../builders/application.ts";
import { openLocalStore } from "../shared/store/local-store.ts";
import { home } from "./home.ts";
import { publishableVerdict } from "./published.ts";

vi.hoisted(() => {
  process.env["LOG_LEVEL"] ??= "silent";
});
vi.mock("../../functions/wiring.ts", () => import("./home.ts"));

const { authority } = rules;
let sound: Store;
let close: () => Promise<void>;
let list: string;
let count = 0;

beforeAll(async () => {
  ({ store: sound, close } = await openLocalStore());
});
afterAll(() => close?.());
beforeEach(() => {
  home.store = sound;
  home.now = MONDAY_NINE;
  list = `${authority.id}-${++count}`;
});

const mark = (index: number, ...changes: MarkChange[]) =>
  sound.table.write(markWrites(list, { index, changes }));
const revoke = (index: number, from = home.now) => mark(index, { from, status: "invalid" });
/** What a verifier reads of an index in the list as it is published now, in both its forms. */
const published = (index: number) => publishableVerdict(sound, list, index);

describe("a published status list", () => {
  it("says a revocation once it is published again, as JWT and as CWT", async () => {
    await publishList(authority, list);
    expect(await published(7)).toEqual(["valid", "valid"]);
    await revoke(7);
    await publishList(authority, list);
    expect(await published(7)).toEqual(["no-longer-in-force", "no-longer-in-force"]);
    expect(await published(8)).toEqual(["valid", "valid"]);
  });

  it("has room for a million licences, the first and the last among them", async () => {
    await revoke(0);
    await mark(LIST_SIZE - 1, { from: home.now, status: "suspended" });
    await publishList(authority, list);
    expect(LIST_SIZE).toBeGreaterThan(1_000_000);
    expect(await published(0)).toEqual(["no-longer-in-force", "no-longer-in-force"]);
    expect(await published(LIST_SIZE - 1)).toEqual(["suspended", "suspended"]);
    expect(await published(LIST_SIZE - 2)).toEqual(["valid", "valid"]);
  });

  it("is not signed again while nothing has changed and it is young", async () => {
    expect(await publishList(authority, list)).toBe(true);
    const first = await sound.statusLists.published(list);
    expect(await publishList(authority, list)).toBe(false);
    home.now += LIST_LIFE_MS / 2 - 1;
    expect(await publishList(authority, list)).toBe(false);
    expect(await sound.statusLists.published(list)).toEqual(first);
    home.now += 1;
    expect(await publishList(authority, list)).toBe(true);
  });

  it("says what is decided for a later day from that day on", async () => {
    const tomorrow = home.now + 86_400_000;
    await revoke(3, tomorrow);
    await publishList(authority, list);
    expect(await published(3)).toEqual(["valid", "valid"]);
    home.now = tomorrow;
    expect(await publishList(authority, list)).toBe(true);
    expect(await published(3)).toEqual(["no-longer-in-force", "no-longer-in-force"]);
  });

  it("takes back no change by a clock that is behind", async () => {
    await revoke(3, home.now + 1000);
    home.now += 1000;
    await publishList(authority, list);
    home.now -= 60_000;
    await revoke(4, home.now);
    expect(await publishList(authority, list)).toBe(true);
    expect(await published(3)).toEqual(["no-longer-in-force", "no-longer-in-force"]);
  });

  it("holds both of two revocations that are decided and published at once", async () => {
    await publishList(authority, list);
    const revoked = async (index: number) => {
      for (let tries = 0; tries < 20; tries++) {
        try {
          await revoke(index);
          break;
        } catch (error) {
          if ((error as Error).name !== "WriteConflict") throw error;
        }
      }
      await publishList(authority, list);
    };
    await Promise.all([11, 12, 13, 14].map(revoked));
    for (const index of [11, 12, 13, 14]) {
      expect(await published(index)).toEqual(["no-longer-in-force", "no-longer-in-force"]);
    }
  });

  it.each(["published", "revision", "marks", "publish"] as const)(
    "is never put back by a publisher that fell asleep at its step %s",
    async (step) => {
      await publishList(authority, list);
      await mark(1, { from: home.now, status: "suspended" });
      let slept = false;
      const after: string[][] = [];
      const asleep: Partial<StatusLists> = {
        [step]: async (...given: unknown[]) => {
          const call = sound.statusLists[step] as (...given: unknown[]) => Promise<unknown>;
          const before = step === "publish" ? undefined : await call(...given);
          if (!slept) {
            slept = true;
            await revoke(9);
            const own = home.store;
            home.store = sound;
            await publishList(authority, list);
            home.store = own;
            after.push(await published(9));
          }
          return step === "publish" ? call(...given) : before;
        },
      };
      home.store = { ...sound, statusLists: { ...sound.statusLists, ...asleep } };
      await publishList(authority, list);
      after.push(await published(9));
      expect(slept).toBe(true);
      const revoked = ["no-longer-in-force", "no-longer-in-force"];
      expect(after).toEqual([revoked, revoked]);
    },
  );

  it("is as it was after a publisher has written the same token twice", async () => {
    await publishList(authority, list);
    const first = await sound.statusLists.published(list);
    await revoke(5);
    await publishList(authority, list);
    const second = await sound.statusLists.published(list);
    if (!first || !second) throw new Error("nothing was published");
    await expect(sound.statusLists.publish(second, first)).rejects.toThrow("condition");
    await expect(sound.statusLists.publish(first, undefined)).rejects.toThrow("condition");
    expect(await published(5)).toEqual(["no-longer-in-force", "no-longer-in-force"]);
  });

  it("gives way to the next when it is full, which is published before it is needed", async () => {
    const { statusLists, table } = sound;
    const issuer = `full-${count}`;
    const counter = keys.counter(`status-index#${issuer}`);
    await table.update({
      Key: { ...counter },
      UpdateExpression: "SET #value = :value",
      ExpressionAttributeNames: { "#value": "value" },
      ExpressionAttributeValues: { ":value": LIST_SIZE - 1 },
    });
    expect(await statusLists.nextPlace(issuer)).toEqual({
      list: `${issuer}-1`,
      position: LIST_SIZE - 1,
    });
    expect(await statusLists.nextPlace(issuer)).toEqual({ list: `${issuer}-2`, position: 0 });
  });

  it("has one secret, whoever asks first and however many at once", async () => {
    const asked = await Promise.all(
      [1, 2, 3].map((each) => sound.statusLists.secret(list, new Uint8Array(32).fill(each))),
    );
    expect(new Set(asked.map((secret) => Buffer.from(secret).toString("hex"))).size).toBe(1);
  });
});
