import type { Context } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { logger } from "../../../functions/runtime.ts";
import { handler as close } from "../../../functions/workflow/close-application.ts";
import { handler as issue } from "../../../functions/workflow/issue-licence.ts";
import { digest } from "../../../shared/audit/chain.ts";
import { put } from "../../../shared/store/client.ts";
import * as keys from "../../../shared/store/keys.ts";
import type { Store } from "../../../shared/store/store.ts";
import { Dossier, MONDAY_NINE, officer, rulesOf } from "../../builders/application.ts";
import { definition } from "../../builders/definition.ts";
import { innAnswers, threeRooms } from "../../builders/grouped.ts";
import { openLocalStore } from "../../shared/store/local-store.ts";
import { home } from "../home.ts";
import { storeDossier } from "../stored.ts";

vi.hoisted(() => {
  process.env["LOG_LEVEL"] ??= "silent";
});
vi.mock("../../../functions/wiring.ts", () => import("../home.ts"));

const A_YEAR = 365 * 86_400_000;
const law = rulesOf(definition());
let store: Store;
let closeStore: () => Promise<void>;
let logged: unknown[][];
beforeAll(async () => {
  ({ store, close: closeStore } = await openLocalStore());
});
afterAll(() => closeStore?.());
beforeEach(() => {
  Object.assign(home, { store, law, now: MONDAY_NINE, fault: () => {} });
  logged = [];
  vi.spyOn(logger, "info").mockImplementation((...given) => void logged.push(given));
});
afterEach(() => vi.restoreAllMocks());

const atSigning = () =>
  new Dossier(law, innAnswers())
    .submitted()
    .at("reception")
    .approved("reception", officer("clerk", "a"))
    .at("fee")
    .paid(threeRooms)
    .at("appraisal")
    .approved("appraisal", officer("appraiser", "b"))
    .at("signing");
const LEADER = officer("leader", "c");

let count = 0;
async function stored(file: Dossier): Promise<string> {
  const id = `01k00000000000000000p${String(10_000 + count++)}`;
  await storeDossier(store, id, file);
  const answers = innAnswers();
  await store.table.write([put({ ...keys.answers(id), answers, digest: digest(answers) })]);
  return id;
}

describe("whether a date was kept", () => {
  it("is said once of a licence, however often it is issued", async () => {
    const applicationId = await stored(atSigning().approved("signing", LEADER));
    await issue({ applicationId }, {} as Context);
    await issue({ applicationId }, {} as Context);
    expect(logged).toEqual([["decided on time", { application: applicationId }]]);
  });

  it("is said of a licence that comes late", async () => {
    const applicationId = await stored(atSigning().approved("signing", LEADER));
    home.now += A_YEAR;
    await issue({ applicationId }, {} as Context);
    expect(logged).toEqual([["decided late", { application: applicationId }]]);
  });

  it("is said once of a refusal, by when it was decided and not when the execution heard of it", async () => {
    const refusal = { outcome: "refuse", reasons: ["unfit"] } as const;
    const applicationId = await stored(atSigning().decided("signing", LEADER, refusal));
    home.now += A_YEAR;
    await close({ applicationId }, {} as Context);
    await close({ applicationId }, {} as Context);
    expect(logged).toEqual([["decided on time", { application: applicationId }]]);
  });
});
