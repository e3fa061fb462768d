/** A licence is renewed: in its window, with nothing asked twice, by one that takes its place. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoAuthorities } from "../../infra/local/demo.ts";
import type { Platform } from "../../infra/local/platform.ts";
import { applyAuthority } from "../../shared/authority/apply.ts";
import { openTable } from "../../shared/store/client.ts";
import { calendarOf } from "../../workflows/authorities/registry.ts";
import {
  anonymously,
  decide,
  inPath,
  licensed,
  newKey,
  type Office,
  pay,
  phase,
} from "./dossier.ts";
import { type Person, signIn } from "./people.ts";
import { eventually, openPlatform } from "./platform.ts";

let platform: Platform;
let lan: Person;
let officers: Office;
const DAY = 86_400_000;

const signEverybodyIn = async () => {
  const as = (id: string) => signIn(platform.url, id);
  lan = await as("lan");
  officers = {
    reception: await as("dienban-reception"),
    appraisal: await as("dienban-appraiser"),
    head: await as("dienban-head"),
    signing: await as("dienban-leader"),
  };
};
beforeAll(async () => {
  platform = await openPlatform();
  await signEverybodyIn();
  await knowYearsToCome();
});
afterAll(() => platform?.close());

/** A calendar is loaded year by year; a licence is renewed when five more were. */
async function knowYearsToCome(): Promise<void> {
  const [file] = (await demoAuthorities()).filter(({ id }) => id === "vn-quang-nam");
  if (!file) throw new Error("there is no Quảng Nam");
  const calendar = calendarOf(file.calendar);
  const source = { title: "A test's own" };
  const known = new Set(calendar.years.map(({ year }) => year));
  const later = Array.from({ length: 20 }, (_, ahead) => 2026 + ahead)
    .filter((year) => !known.has(year))
    .map((year) => ({ year, basis: "statute" as const, source, days: [] }));
  const years = [...calendar.years, ...later];
  await applyAuthority(openTable("licentia"), file, { ...calendar, years }, "test", Date.now());
}

const lookUp = async (number: string) =>
  (await anonymously(platform.url).get(`/licences/${inPath(number)}`)).body;
const renew = (number: string) =>
  lan.post(`/licences/${inPath(number)}/renewal`, undefined, newKey());
const subjects = async () => {
  const { body } = await anonymously(platform.url).get("/mailbox.json?to=lan@nguyenthilan.example");
  return body.map(({ subject }: { subject: string }) => subject) as string[];
};
const sweepAfter = async (days: number) => {
  platform.clock?.advance(days * DAY);
  await platform.runNow("sweep");
};

describe("a renewal", () => {
  it("reminds the holder once, is prefilled, and ends with the new licence in the old one's place", async () => {
    const first = await licensed(lan, officers);
    const { licence } = first;
    const id = first.filed.id as string;
    const { number } = licence;
    expect((await renew(number)).body.code).toBe("renewal-closed");
    await sweepAfter(5 * 365 - 100);
    expect(await subjects()).not.toContain(`${number}: đã có thể đề nghị cấp lại`);
    await sweepAfter(20);
    await sweepAfter(1);
    const reminders = async () =>
      (await subjects()).filter((each) => each.startsWith(`${number}: đã có thể`));
    expect(await eventually(reminders, ({ length }) => length > 0)).toHaveLength(1);

    const begun = await renew(number);
    expect(begun.status).toBe(201);
    expect(begun.body).toMatchObject({ phase: "draft", renews: number });
    expect((await renew(number)).body.code).toBe("wrong-state");
    const renewal = begun.body.id;
    const { body: before } = await lan.get(`/applications/${id}`);
    const { body: draft } = await lan.get(`/applications/${renewal}`);
    expect(draft.place).toBe(before.place);

    // Nothing is asked twice: the draft is submitted as it is.
    const filed = await lan.post(`/applications/${renewal}/submission`, undefined, newKey());
    expect(filed.body).toMatchObject({ phase: "submitted", renews: number });
    await decide(officers.reception, renewal, "reception");
    await pay(lan, renewal);
    for (const stage of ["appraisal", "head", "signing"] as const) {
      await decide(officers[stage], renewal, stage);
    }
    await phase(lan, renewal, "issued");
    const { body: next } = await lan.get(`/applications/${renewal}/licence`);
    expect(next.number).not.toBe(number);
    expect(await lookUp(number)).toMatchObject({ status: "replaced", reason: "reissued" });
    expect(await lookUp(next.number)).toMatchObject({ status: "active" });
    await platform.runNow("publish-status-lists");
    const verdicts = await anonymously(platform.url).post("/verifications/batch", {
      licences: [licence.sdJwt, licence.qr, next.sdJwt, next.qr, "nonsense"],
    });
    expect(verdicts.body.verdicts).toMatchObject([
      { verdict: "no-longer-in-force", status: "replaced" },
      { verdict: "no-longer-in-force", status: "replaced" },
      { verdict: "valid" },
      { verdict: "valid" },
      { verdict: "malformed" },
    ]);
    for (const [at, each] of [licence.sdJwt, licence.qr, next.sdJwt, next.qr].entries()) {
      const { body } = await anonymously(platform.url).post("/verifications", { licence: each });
      expect(body).toEqual(verdicts.body.verdicts[at]);
    }
  });

  it("is not taken any more once its time is over, nor of a licence that is not in force", async () => {
    const { licence } = await licensed(lan, officers);
    await sweepAfter(5 * 365 - 20);
    expect((await renew(licence.number)).body.code).toBe("renewal-closed");
    await sweepAfter(40);
    expect((await lookUp(licence.number)).status).toBe("expired");
    expect((await renew(licence.number)).body.code).toBe("wrong-state");
  });
});
