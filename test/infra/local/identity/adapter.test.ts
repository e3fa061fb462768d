import type { DatabaseSync } from "node:sqlite";
import type { Adapter } from "oidc-provider";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openDatabase } from "../../../../infra/local/database.ts";
import { IDENTITY_SCHEMA, openAdapter } from "../../../../infra/local/identity/adapter.ts";

let database: DatabaseSync;
let adapterOf: (model: string) => Adapter;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_000_000_000 });
  database = openDatabase(":memory:", IDENTITY_SCHEMA);
  adapterOf = openAdapter(database, "applicants");
});
afterEach(() => {
  database.close();
  vi.useRealTimers();
});

test("what was stored is found by its id, within its model and issuer only", async () => {
  await adapterOf("Session").upsert("a", { uid: "u" }, 60);
  expect(await adapterOf("Session").find("a")).toEqual({ uid: "u" });
  expect(await adapterOf("Grant").find("a")).toBeUndefined();
  expect(await openAdapter(database, "officers")("Session").find("a")).toBeUndefined();
});

test("a session is found by its uid", async () => {
  await adapterOf("Session").upsert("a", { uid: "u" }, 60);
  expect(await adapterOf("Session").findByUid("u")).toEqual({ uid: "u" });
});

test("what has expired is not found", async () => {
  await adapterOf("AuthorizationCode").upsert("a", {}, 60);
  vi.advanceTimersByTime(60_000);
  expect(await adapterOf("AuthorizationCode").find("a")).toBeUndefined();
});

test("what has expired is forgotten with the next thing stored", async () => {
  await adapterOf("AuthorizationCode").upsert("a", {}, 60);
  vi.advanceTimersByTime(60_000);
  await adapterOf("AuthorizationCode").upsert("b", {}, 60);
  expect(database.prepare("SELECT id FROM artefact").all()).toEqual([{ id: "b" }]);
});

test("a code that was used says so", async () => {
  await adapterOf("AuthorizationCode").upsert("a", { grantId: "g" }, 60);
  await adapterOf("AuthorizationCode").consume("a");
  expect(await adapterOf("AuthorizationCode").find("a")).toEqual({
    grantId: "g",
    consumed: 1_000_000,
  });
});

test("revoking a grant takes everything issued under it, whatever its model", async () => {
  await adapterOf("AuthorizationCode").upsert("a", { grantId: "g" }, 60);
  await adapterOf("AccessToken").upsert("b", { grantId: "g" }, 60);
  await adapterOf("AccessToken").upsert("c", { grantId: "h" }, 60);
  await adapterOf("AuthorizationCode").revokeByGrantId("g");
  expect(await adapterOf("AuthorizationCode").find("a")).toBeUndefined();
  expect(await adapterOf("AccessToken").find("b")).toBeUndefined();
  expect(await adapterOf("AccessToken").find("c")).toBeDefined();
});

test("what was destroyed is gone", async () => {
  await adapterOf("Session").upsert("a", {}, 60);
  await adapterOf("Session").destroy("a");
  expect(await adapterOf("Session").find("a")).toBeUndefined();
});
