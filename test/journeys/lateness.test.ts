import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../infra/local/platform.ts";
import { formatDay } from "../../shared/calendar/day.ts";
import { compileCalendar } from "../../shared/calendar/working.ts";
import { vietNam } from "../../workflows/authorities/calendars/viet-nam.ts";
import { anonymously, decide, pay, phase, submitted, taskOf } from "./dossier.ts";
import { type Person, signIn } from "./people.ts";
import { eventually, openPlatform } from "./platform.ts";

const DAY = 86_400_000;
const calendar = compileCalendar(vietNam);
let platform: Platform;
const people: Record<string, Person> = {};
const person = (id: string) => people[id] as Person;

beforeAll(async () => {
  platform = await openPlatform();
  const ids = ["lan", "dienban-reception", "dienban-appraiser", "dienban-head", "dienban-leader"];
  for (const id of ids) people[id] = await signIn(platform.url, id);
});
afterAll(() => platform?.close());

const later = (by: number) => fetch(`${platform.url}/clock?by=${by}`, { method: "POST" });
/** Moves the clock to a moment that is told with its offset. */
const until = async (moment: string) => {
  const { now } = (await (await fetch(`${platform.url}/clock`)).json()) as { now: string };
  await later(Date.parse(moment) - Date.parse(now));
};
const trail = async (id: string) => {
  const { body } = await person("dienban-head").get(`/audit/${id}`);
  return body.events as { body: { type: string; fellDue?: number } }[];
};
const subjects = async (to: string, dossier: string) => {
  const { body } = await anonymously(platform.url).get(`/mailbox.json?to=${to}`);
  return body
    .map(({ subject }: { subject: string }) => subject)
    .filter((subject: string) => subject.includes(dossier)) as string[];
};
const LAN = "lan@nguyenthilan.example";

/** A file before its appraiser, accepted and paid. */
async function appraising() {
  const { body: filed } = await submitted(person("lan"));
  await decide(person("dienban-reception"), filed.id, "reception");
  await pay(person("lan"), filed.id);
  const task = await taskOf(person("dienban-appraiser"), filed.id, "appraisal");
  const { body } = await phase(person("lan"), filed.id, "processing");
  return { id: filed.id as string, dossier: filed.dossier as string, task, dueAt: body.dueAt };
}
/** The working day that is so many after the one of a moment. */
const workingDayAfter = (moment: string, days: number) => {
  const rank = calendar.rankOf(calendar.dayOf(Date.parse(moment)));
  return formatDay(calendar.workingDayAt(rank + days));
};

describe("an officer who foresees lateness", () => {
  it("apologises and promises another date, once, and the applicant is told of it with the reason", async () => {
    const { id, dossier, task, dueAt } = await appraising();
    const to = workingDayAfter(dueAt, 3);
    const officer = person("dienban-appraiser");
    const body = { to, reason: "site-check", text: "Đường vào bị ngập." };
    const promised = await officer.post(`/tasks/${task.id}/reschedule`, body);
    expect(promised).toMatchObject({ status: 200, body: { dueAt: `${to}T17:00:00+07:00` } });
    const again = await officer.post(`/tasks/${task.id}/reschedule`, body);
    expect(again).toMatchObject({ status: 403, body: { code: "not-permitted" } });
    const { body: clock } = await person("lan").get(`/applications/${id}/clock`);
    expect(clock).toMatchObject({
      dueAt: `${to}T17:00:00+07:00`,
      promisedDueAt: expect.stringMatching(/T17:00:00\+07:00$/),
      rescheduled: { to, reason: "A check on site is needed", text: "Đường vào bị ngập." },
    });
    expect(clock.promisedDueAt < clock.dueAt).toBe(true);
    await eventually(
      () => subjects(LAN, dossier),
      (mails) => mails.includes(`${dossier}: xin lỗi và hẹn lại ngày trả`),
    );
    // Whoever does not have the task promises nothing for it.
    const other = await person("dienban-leader").post(`/tasks/${task.id}/reschedule`, body);
    expect(other.status).toBe(404);
  });

  it("is told which date cannot be promised", async () => {
    const { task, dueAt } = await appraising();
    const tried = (to: string) =>
      person("dienban-appraiser").post(`/tasks/${task.id}/reschedule`, { to, reason: "complex" });
    expect((await tried(dueAt.slice(0, 10))).body.errors[0]).toMatchObject({
      pointer: "/to",
      code: "not-later",
    });
    expect((await tried("2026-02-30")).status).toBe(422);
  });
});

describe("lateness that nobody did anything about", () => {
  it("warns, apologises with a new date, escalates, and blocks nothing", async () => {
    const { id, dossier, task, dueAt } = await appraising();
    const eve = workingDayAfter(dueAt, -1);
    await until(`${eve}T17:00:00+07:00`);
    const { body } = await person("lan").get(`/applications/${id}`);
    expect(Date.parse(body.dueAt)).toBeGreaterThan(Date.parse(dueAt));
    await eventually(
      () => subjects(LAN, dossier),
      (mails) => mails.includes(`${dossier}: xin lỗi và hẹn lại ngày trả`),
    );
    await eventually(
      () => subjects("appraiser@dienban.quangnam.example", dossier),
      (mails) => mails.includes(`${dossier} sắp đến hạn`),
    );

    const inbox = await person("dienban-head").get("/tasks?limit=100");
    const own = inbox.body.tasks.find((each: { id: string }) => each.id === task.id);
    expect(own).toMatchObject({ role: "appraiser", unit: "ubnd-dien-ban", escalated: true });
    await eventually(
      () => subjects("head@dienban.quangnam.example", dossier),
      (mails) => mails.includes(`${dossier} trễ hạn ở một bước`),
    );
    const { body: read } = await person("dienban-head").get(`/tasks/${task.id}`);
    const [officer] = read.officers;
    const assigned = await person("dienban-head").post(`/tasks/${task.id}/assignment`, {
      officer: officer.person,
    });
    expect(assigned.status).toBe(200);

    await later(40 * DAY);
    await eventually(
      () => subjects(LAN, dossier),
      (mails) => mails.includes(`${dossier}: trễ hẹn`),
    );
    const types = (await trail(id)).map(({ body }) => body.type);
    for (const once of ["Apologised", "Escalated", "LimitPassed"]) {
      expect(types.filter((type) => type === once)).toHaveLength(1);
    }
    const moments = (await trail(id)).flatMap(({ body }) => body.fellDue ?? []);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));

    const decided = await decide(person("dienban-appraiser"), id, "appraisal");
    expect(decided).toMatchObject({ status: 200, body: { outcome: "Approved" } });
    const after = await person("dienban-head").get("/tasks?limit=100");
    expect(JSON.stringify(after.body)).not.toContain(task.id);
  });
});
