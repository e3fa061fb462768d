import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoAuthorities } from "../../infra/local/demo.ts";
import type { Platform } from "../../infra/local/platform.ts";
import type { Calendar } from "../../shared/calendar/calendar.ts";
import { formatDay } from "../../shared/calendar/day.ts";
import { compileCalendar } from "../../shared/calendar/working.ts";
import { vietNam } from "../../workflows/authorities/calendars/viet-nam.ts";
import { anonymously, decide, pay, phase, submitted, taskOf } from "./dossier.ts";
import { type Person, signIn } from "./people.ts";
import { eventually, openPlatform } from "./platform.ts";

const ROOT = join(import.meta.dirname, "../..");
/** With one more year, of which only the weekdays are known: a test may run when the last one began. */
const lastYear = vietNam.years.at(-1)!;
const loaded: Calendar = {
  ...vietNam,
  years: [...vietNam.years, { ...lastYear, year: lastYear.year + 1, days: [] }],
};
const calendar = compileCalendar(loaded);
let platform: Platform & { readonly folder: string };
const people: Record<string, Person> = {};
const person = (id: string) => people[id] as Person;

beforeAll(async () => {
  platform = await openPlatform();
  const ids = ["lan", "dienban-reception", "dienban-appraiser", "dienban-head"];
  for (const id of ids) people[id] = await signIn(platform.url, id);
});
afterAll(() => platform?.close());

/** As an operator does it: the authority's file, with the calendar as it now is. */
async function apply(changed: Calendar): Promise<string> {
  const [file, days] = ["authority.json", "calendar.json"].map((name) =>
    join(platform.folder, name),
  ) as [string, string];
  const authority = (await demoAuthorities()).find(({ id }) => id === "vn-quang-nam");
  await writeFile(file, JSON.stringify(authority));
  await writeFile(days, JSON.stringify(changed));
  const command = ["infra/local/commands/authority.ts", "apply", file, "--calendar", days];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...command, "--data", platform.folder],
    { cwd: ROOT },
  );
  return stdout;
}

function decreeing(day: string): Calendar {
  const title = { en: "Day of mourning", vi: "Quốc tang" };
  const decreed = {
    day,
    kind: "holiday",
    title,
    source: { title: "Quyết định 1/QĐ-TTg" },
  } as const;
  return {
    ...loaded,
    years: loaded.years.map((year) =>
      day.startsWith(String(year.year)) ? { ...year, days: [...year.days, decreed] } : year,
    ),
  };
}

describe("a holiday decreed in mid-year", () => {
  it("moves what is due, keeps the promise beside it, and says so in the clock, the inbox and a mail", async () => {
    const { body: filed } = await submitted(person("lan"));
    await decide(person("dienban-reception"), filed.id, "reception");
    await pay(person("lan"), filed.id);
    const task = await taskOf(person("dienban-appraiser"), filed.id, "appraisal");
    const { body: before } = await phase(person("lan"), filed.id, "processing");
    const due = calendar.dayOf(Date.parse(before.dueAt));
    const rank = calendar.rankOf(due);
    const decreed = formatDay(calendar.workingDayAt(rank - 1));
    const moved = formatDay(calendar.workingDayAt(rank + 1));

    expect(await apply(decreeing(decreed))).toContain("1 days of the calendar have changed");
    await platform.runNow("sweep");

    const { body: clock } = await person("lan").get(`/applications/${filed.id}/clock`);
    expect(clock).toMatchObject({
      dueAt: `${moved}T17:00:00+07:00`,
      promisedDueAt: before.promisedDueAt,
      moved: {
        from: before.dueAt,
        to: `${moved}T17:00:00+07:00`,
        days: [
          {
            date: decreed,
            text: expect.stringContaining("Day of mourning"),
            source: "Quyết định 1/QĐ-TTg",
          },
        ],
      },
    });
    expect(clock.days.find(({ date }: { date: string }) => date === decreed).verdict).toBe(
      "closed",
    );
    await eventually(
      () => anonymously(platform.url).get("/mailbox.json?to=lan@nguyenthilan.example"),
      ({ body }) => body[0]?.subject === `${filed.dossier}: thay đổi ngày hẹn trả`,
    );

    const decided = await person("dienban-appraiser").post(`/tasks/${task.id}/decision`, {
      outcome: "approve",
    });
    expect(decided.status).toBe(200);
    const { body: audit } = await person("dienban-head").get(`/audit/${filed.id}`);
    const types = audit.events.map(({ body }: { body: { type: string } }) => body.type);
    expect(types.filter((type: string) => type === "DueMoved")).toHaveLength(1);
  });

  it("is not applied from a calendar that contradicts itself", async () => {
    const [year, ...others] = [...vietNam.years].reverse();
    const twice = { ...year!, days: [...year!.days, year!.days[0]!] };
    await expect(apply({ ...vietNam, years: [...others.reverse(), twice] })).rejects.toThrow(
      /stands here twice/,
    );
  });
});

describe("a date in a year whose list is not loaded", () => {
  it("is promised to nobody: the door says which year is missing, and goes on once it is there", async () => {
    const { body: filed } = await submitted(person("lan"));
    await taskOf(person("dienban-reception"), filed.id, "reception");
    const today = formatDay(calendar.dayOf(platform.clock?.now() ?? 0));
    const year = Number(today.slice(0, 4));
    await apply({ ...loaded, years: loaded.years.filter((each) => each.year <= year) });
    // Five days before its end the ten working days of the law reach into the next year.
    const newYear = Date.parse(`${year}-12-26T09:00:00+07:00`);
    const by = newYear - (platform.clock?.now() ?? 0);
    await fetch(`${platform.url}/clock?by=${by}`, { method: "POST" });
    const refused = await decide(person("dienban-reception"), filed.id, "reception");
    expect(refused).toMatchObject({
      status: 503,
      body: { code: "calendar-missing", detail: expect.stringContaining(String(year + 1)) },
    });
    await apply(loaded);
    const accepted = await eventually(
      () => decide(person("dienban-reception"), filed.id, "reception"),
      ({ status }) => status === 200,
    );
    expect(accepted.body.dueAt.startsWith(String(year + 1))).toBe(true);
  });
});
