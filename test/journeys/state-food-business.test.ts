import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleFiling } from "../../infra/local/example-filings.ts";
import type { Platform } from "../../infra/local/platform.ts";
import { anonymously, decide, newKey, pay, phase, taskOf } from "./dossier.ts";
import { type Filing, filed, later, momentAt, stagesOf, submission } from "./filing.ts";
import { type Person, signIn } from "./people.ts";
import { eventually, openPlatform } from "./platform.ts";

const DAY = 86_400_000;

let platform: Platform;
let priya: Person;
const officers: Record<string, Person> = {};
const at = (role: string) => officers[role] as Person;

beforeAll(async () => {
  platform = await openPlatform();
  priya = await signIn(platform.url, "priya");
  for (const role of ["scrutiny", "food-safety-officer", "designated-officer"]) {
    officers[role] = await signIn(platform.url, `chennai-${role}`);
  }
});
afterAll(() => platform?.close());

const canteen = exampleFiling("state-food-business");
const ITEMS = ["water", "layout", "surfaces", "waste", "pests", "handlers", "storage"];
const found = (pests: "met" | "not-met") =>
  ITEMS.map((item) => ({ item, result: item === "pests" ? pests : "met" }));
const ADVERSE = {
  outcome: "fail",
  checklist: found("not-met"),
  reasons: ["unhygienic"],
  text: "Rodents.",
};
const heard = async () => ({
  heldOn: new Date(await momentAt(platform.url)).toISOString().slice(0, 10),
  attended: true,
});

/** Paid and complete: the two months run. */
async function scrutinised(filing: Filing = canteen): Promise<string> {
  const { id } = await filed(priya, filing);
  await pay(priya, id);
  await accept(id);
  return id;
}

async function accept(id: string) {
  await decide(at("scrutiny"), id, "scrutiny");
  await taskOf(at("food-safety-officer"), id, "inspection");
}

/** Inspected, found good, and granted. */
async function issue(id: string) {
  const inspection = { outcome: "pass", checklist: found("met") };
  await decide(at("food-safety-officer"), id, "inspection", inspection);
  await decide(at("designated-officer"), id, "grant");
  await phase(priya, id, "issued");
}

async function granted(filing: Filing): Promise<string> {
  const id = await scrutinised(filing);
  await issue(id);
  return id;
}

describe("a canteen asks for a State food business licence", () => {
  it("gets it for the years that it paid for", async () => {
    const id = await granted(canteen);
    expect((await stagesOf(priya, id))["hearing"]).toMatchObject({ as: "skipped" });
    const { body } = await priya.get(`/applications/${id}/licence`);
    expect(body.number).toMatch(/^1241\d{4}\d{6}$/);
    const years = Number(body.expiresAt.slice(0, 4)) - Number(body.issuedAt.slice(0, 4));
    expect(years).toBe(2);
  });

  it("is refused after it was heard on what the inspection found, and not before", async () => {
    const id = await scrutinised();
    const finding = await decide(at("food-safety-officer"), id, "inspection", ADVERSE);
    expect(finding.body.phase).toBe("processing");
    const decision = { outcome: "uphold", reasons: ["unhygienic"], hearing: await heard() };
    await decide(at("designated-officer"), id, "hearing", decision);
    await phase(priya, id, "refused");
  });

  it("renews it late, and pays for each day that it was late", async () => {
    const id = await granted({ ...canteen, answers: { ...canteen.answers, years: 1 } });
    const { body: licence } = await priya.get(`/applications/${id}/licence`);
    const leftAt = Date.parse(licence.expiresAt) - 20 * DAY;
    await later(platform.url, Math.floor((leftAt - (await momentAt(platform.url))) / DAY));

    const begun = await priya.post(`/licences/${licence.number}/renewal`, undefined, newKey());
    expect(begun.body).toMatchObject({ phase: "draft", renews: licence.number });
    const renewal = begun.body.id;
    const { body: draft } = await priya.get(`/applications/${renewal}`);
    const answers = { ...draft.answers, application: "renewal", earlierLicence: licence.number };
    expect((await priya.put(`/applications/${renewal}/answers`, answers)).status).toBe(200);
    const { body: submitted } = await submission(priya, renewal);
    const { body: due } = await priya.get(`/applications/${renewal}`);
    const [fee, late] = due.feeLines;
    expect(fee).toMatchObject({ amount: 200_000 });
    expect(late.title).toMatch(/^Late fee/);
    expect([late.quantity, late.amount]).toEqual([10, 100_000]);
    expect(submitted.fee).toEqual({ amount: 300_000, currency: "INR" });

    await pay(priya, renewal);
    await accept(renewal);
    await issue(renewal);
    const numbers = async (number: string) =>
      (await anonymously(platform.url).get(`/licences/${number}`)).body.status;
    expect(await numbers(licence.number)).toBe("replaced");
  });

  it("may start after two months without a licence; then only an improvement notice remains", async () => {
    const id = await scrutinised();
    await later(platform.url, 75);
    const clock = await eventually(
      () => priya.get(`/applications/${id}/clock`),
      ({ body }) => body.silence !== undefined,
    );
    expect(clock.body.silence.effect).toBe("mayProceed");
    expect((await priya.get(`/applications/${id}`)).body.phase).toBe("processing");
    expect((await priya.get(`/applications/${id}/licence`)).status).toBe(404);

    await decide(at("food-safety-officer"), id, "inspection", ADVERSE);
    const reasons = ["unhygienic"];
    const hearing = await heard();
    const uphold = { outcome: "uphold", reasons, hearing };
    expect((await decide(at("designated-officer"), id, "hearing", uphold)).body.code).toBe(
      "not-permitted",
    );
    const improve = { outcome: "improve", reasons, hearing, text: "Proof the store in 14 days." };
    expect((await decide(at("designated-officer"), id, "hearing", improve)).status).toBe(200);
    await decide(at("designated-officer"), id, "grant");
    await phase(priya, id, "issued");
    expect((await stagesOf(priya, id))["hearing"]).toMatchObject({ as: "improvementNotice" });
  });
});
