import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../infra/local/platform.ts";
import { formatDay } from "../../shared/calendar/day.ts";
import { compileCalendar } from "../../shared/calendar/working.ts";
import { earliestDay } from "../../shared/clock/notice.ts";
import { englandAndWales } from "../../workflows/authorities/calendars/england-and-wales.ts";
import { decide, pay, phase, taskOf } from "./dossier.ts";
import { drafted, filed, holds, later, momentAt, notice, stagesOf, submission } from "./filing.ts";
import { type Person, signIn } from "./people.ts";
import { openPlatform } from "./platform.ts";

let platform: Platform;
let emma: Person;
const officers: Record<string, Person> = {};
const at = (role: string) => officers[role] as Person;

beforeAll(async () => {
  platform = await openPlatform();
  emma = await signIn(platform.url, "emma");
  for (const role of ["licensing-officer", "police", "environmental-health", "sub-committee"]) {
    officers[role] = await signIn(platform.url, `cambridge-${role}`);
  }
});
afterAll(() => platform?.close());

const calendar = compileCalendar(englandAndWales);
/** The first day that so many clear working days of notice are in time for, or days after it. */
async function dayAfter(amount: number, more = 0): Promise<string> {
  const now = await momentAt(platform.url);
  return formatDay(earliestDay(now, { amount, unit: "workingDays", clear: true }, calendar) + more);
}
const OBJECTION = { outcome: "object", reasons: ["public-nuisance"], text: "Noise." };

/** Paid and acknowledged: it stands before the police and environmental health. */
async function acknowledged(day: string): Promise<string> {
  const { id, fee } = await filed(emma, notice(day));
  expect(fee).toEqual({ amount: 2100, currency: "GBP" });
  await pay(emma, id);
  await decide(at("licensing-officer"), id, "acknowledgement");
  await taskOf(at("police"), id, "police");
  await taskOf(at("environmental-health"), id, "environmental-health");
  return id;
}

describe("somebody gives notice of a temporary event", () => {
  it("may hold it when nobody objects within three working days", async () => {
    const day = await dayAfter(10, 14);
    const id = await acknowledged(day);
    await later(platform.url, 9);
    await phase(emma, id, "issued");
    const stages = await stagesOf(emma, id);
    expect(stages["police"]).toMatchObject({ as: "deemedConsent" });
    expect(stages["environmental-health"]).toMatchObject({ as: "deemedConsent" });
    expect(stages["hearing"]).toMatchObject({ as: "skipped" });
    const { body } = await emma.get(`/applications/${id}/licence`);
    expect(body.number).toMatch(/^TEN\/CAM\/\d{4}\/\d{5}$/);
    const next = formatDay(calendar.dayOf(Date.parse(body.expiresAt) - 1) + 1);
    expect(body.expiresAt.slice(0, 10)).toBe(next);
    expect(formatDay(calendar.dayOf(Date.parse(body.expiresAt) - 1))).toBe(day);
  });

  it("gets a counter notice without a hearing, where the notice was late", async () => {
    const id = await acknowledged(await dayAfter(5));
    expect((await decide(at("police"), id, "police", OBJECTION)).body.phase).toBe("refused");
    expect(await holds(at("environmental-health"), id)).toBe(false);
    expect(await stagesOf(emma, id)).not.toHaveProperty("hearing");
    const { body } = await emma.get(`/applications/${id}`);
    expect(body.refusal.reasons[0].code).toBe("public-nuisance");
  });

  it.each([
    ["dismiss", "issued"],
    ["uphold", "refused"],
  ])("is heard on an objection in full time: %s, %s", async (outcome, ends) => {
    const id = await acknowledged(await dayAfter(10, 7));
    await decide(at("police"), id, "police", OBJECTION);
    await decide(at("environmental-health"), id, "environmental-health", { outcome: "consent" });
    const task = await taskOf(at("sub-committee"), id, "hearing");
    const { body: shown } = await at("sub-committee").get(`/tasks/${task.id}`);
    expect(shown).toMatchObject({ kind: "hear", decisions: ["dismiss", "uphold"] });
    const hearing = {
      heldOn: formatDay(calendar.dayOf(await momentAt(platform.url))),
      attended: true,
    };
    const decision = {
      outcome,
      hearing,
      ...(outcome === "uphold" && { reasons: ["public-nuisance"] }),
    };
    const reply = await at("sub-committee").post(`/tasks/${task.id}/decision`, decision);
    expect(reply.status).toBe(200);
    await phase(emma, id, ends);
  });

  it("may go ahead when the hearing is not decided in time", async () => {
    const id = await acknowledged(await dayAfter(10, 30));
    await decide(at("police"), id, "police", OBJECTION);
    await decide(at("environmental-health"), id, "environmental-health", { outcome: "consent" });
    await taskOf(at("sub-committee"), id, "hearing");
    await later(platform.url, 18);
    await phase(emma, id, "issued");
    expect((await stagesOf(emma, id))["hearing"]).toMatchObject({ as: "deemedApproved" });
  });

  it("is told at once that the day is too near", async () => {
    const id = await drafted(emma, notice(await dayAfter(5, -1)));
    const { status, body } = await submission(emma, id);
    expect([status, body.errors]).toEqual([
      422,
      [expect.objectContaining({ pointer: "/answers/event/firstDay", code: "notice-too-late" })],
    ]);
  });
});
