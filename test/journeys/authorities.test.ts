import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { store } from "../../functions/wiring.ts";
import { demoAuthorities } from "../../infra/local/demo.ts";
import { findIdentity } from "../../infra/local/identity/people.ts";
import type { Platform } from "../../infra/local/platform.ts";
import { applyAuthority } from "../../shared/authority/apply.ts";
import type { Calendar } from "../../shared/calendar/calendar.ts";
import { formatDay, parseDay } from "../../shared/calendar/day.ts";
import { compileCalendar } from "../../shared/calendar/working.ts";
import { vietNam } from "../../workflows/authorities/calendars/viet-nam.ts";
import { anonymously, answers, decide, newKey, pay, phase, taskOf } from "./dossier.ts";
import { filed, momentAt } from "./filing.ts";
import { type Person, signIn } from "./people.ts";
import { eventually, openPlatform } from "./platform.ts";

let platform: Platform;
let lan: Person;

beforeAll(async () => {
  platform = await openPlatform();
  lan = await signIn(platform.url, "lan");
});
afterAll(() => platform?.close());

const shop = (authority: string, place: string) => ({
  permit: "retail-liquor",
  authority,
  place,
  documents: ["business-registration", "right-to-premises", "supplier-agreement"],
  answers,
});

describe("two provinces grant one permit", () => {
  it.each([
    ["vn-quang-nam", "dien-ban", "dienban", 400_000, "10 working days", "Decree"],
    ["vn-hue", "phu-xuan", "phuxuan", 300_000, "8 working days", "Decision"],
  ])("each with its own limit and fee: %s", async (authority, place, short, amount, limit, act) => {
    const { id, fee } = await filed(lan, shop(authority, place));
    expect(fee).toEqual({ amount, currency: "VND" });
    const clerk = await signIn(platform.url, `${short}-reception`);
    await decide(clerk, id, "reception");
    await phase(lan, id, "payment");
    const { body } = await lan.get(`/applications/${id}/clock`);
    expect(body.limit).toBe(limit);
    expect(body.legalBasis.act).toContain(act);
  });

  it("and say so before anybody asks", async () => {
    const anybody = anonymously(platform.url);
    const { body } = await anybody.get("/authorities");
    const granted = Object.fromEntries(
      body.authorities.map(({ id, permits }: { id: string; permits: string[] }) => [id, permits]),
    );
    expect(granted["vn-hue"]).toEqual(["retail-liquor", "house-construction"]);
    expect(granted["gb-cambridge"]).toEqual(["temporary-event-notice"]);
    const { body: hue } = await anybody.get("/permits/retail-liquor?authority=vn-hue");
    expect(hue.limit).toEqual({ amount: 8, unit: "workingDays" });
    expect(hue.fee.map(({ amount }: { amount: number }) => amount)).toEqual([1_000_000, 300_000]);
    const { body: nation } = await anybody.get("/permits/retail-liquor");
    expect(nation.limit.amount).toBe(10);
    for (const authority of ["gb-cambridge", "nowhere"]) {
      const reply = await anybody.get(`/permits/retail-liquor?authority=${authority}`);
      expect(reply.status).toBe(404);
    }
  });

  it("and an authority grants no permit that is not its own", async () => {
    const { documents: _, ...elsewhere } = shop("gb-cambridge", "cambridge");
    const reply = await lan.post("/applications", elsewhere, newKey());
    expect([reply.status, reply.body.errors[0].pointer]).toEqual([422, "/authority"]);
  });

  it("and nobody asks for a permit that there is not", async () => {
    const { documents: _, ...unheard } = { ...shop("vn-hue", "phu-xuan"), permit: "nothing" };
    const reply = await lan.post("/applications", unheard, newKey());
    expect([reply.status, reply.body.errors[0].pointer]).toEqual([422, "/permit"]);
  });

  it("each issuer has keys of its own", async () => {
    const issuers = ["vn-quang-nam", "vn-hue", "gb-cambridge", "in-tamil-nadu"].map((id) =>
      fetch(`${platform.url}/.well-known/jwt-vc-issuer?authority=${id}`).then(
        (reply) => reply.json() as Promise<{ issuer: string; jwks: { keys: { kid: string }[] } }>,
      ),
    );
    const found = await Promise.all(issuers);
    expect(new Set(found.map(({ issuer }) => issuer)).size).toBe(4);
    const kids = found.flatMap(({ jwks }) => jwks.keys.map(({ kid }) => kid));
    expect(kids.length).toBeGreaterThanOrEqual(8);
    expect(new Set(kids).size).toBe(kids.length);
  });
});

describe("a type of licence", () => {
  it("is each issuer's own, and of none that does not grant it", async () => {
    const at = (authority: string) =>
      anonymously(platform.url).get(`/vct/retail-liquor?authority=${authority}`);
    const { body: hue } = await at("vn-hue");
    const { body: issuer } = await anonymously(platform.url).get(
      "/.well-known/jwt-vc-issuer?authority=vn-hue",
    );
    expect(hue.vct).toBe(`${issuer.issuer}/vct/retail-liquor`);
    expect(hue.display).toContainEqual({ lang: "vi", name: "Giấy phép bán lẻ rượu" });
    expect((await at("gb-cambridge")).status).toBe(404);
  });
});

describe("a permit that is counted by a calendar of its own", () => {
  it("does not count a day on which that one is closed", async () => {
    const [hue] = (await demoAuthorities()).filter(({ id }) => id === "vn-hue");
    if (!hue) throw new Error("there is no Huế");
    const usual = compileCalendar(vietNam);
    const today = usual.dayOf(await momentAt(platform.url));
    const fair = formatDay(usual.workingDayAt(usual.rankOf(today) + 2));
    const own = withHoliday("hue-fair", fair);
    const override = { from: "2026-01-01", basis: { act: { en: "A decision" } }, calendar: own.id };
    const clerk = { ...APPOINTED, person: findIdentity("hoian-leader")?.sub ?? "" };
    const file = {
      ...hue,
      id: "vn-fair",
      permits: [{ permit: "retail-liquor", overrides: [override] }],
      appointments: [clerk],
    };
    await applyAuthority(store().table, file, vietNam, "chief", 1, [own]);
    const { id } = await filed(lan, shop("vn-fair", "phu-xuan"));
    const officer = await signIn(platform.url, "hoian-leader");
    await eventually(
      () => officer.post(`/tasks/${id}.reception.1/decision`, { outcome: "approve" }),
      ({ status }) => status === 200,
    );
    const { body } = await lan.get(`/applications/${id}/clock`);
    const found = body.days.find(({ date }: { date: string }) => date === fair);
    expect(found).toMatchObject({ counted: 0 });
    expect(usual.isWorkingDay(parseDay(fair))).toBe(true);
  });
});

const APPOINTED = {
  id: "clerk",
  name: "Clerk",
  unit: "ubnd-phu-xuan",
  role: "reception",
  from: "2025-07-01T00:00:00+07:00",
};

/** The calendar of Viet Nam with one more day off. */
function withHoliday(id: string, day: string): Calendar {
  const source = { title: "A decision of the province" };
  const off = { day, kind: "holiday" as const, title: { en: "Fair", vi: "Lễ hội" }, source };
  const years = vietNam.years.map((year) =>
    day.startsWith(String(year.year))
      ? { ...year, days: [...year.days, off].sort((a, b) => (a.day < b.day ? -1 : 1)) }
      : year,
  );
  return { ...vietNam, id, years };
}

describe("an officer with a stake in a file", () => {
  it("is barred by what their appointment declares, though two pools share no identity", async () => {
    const minh = await signIn(platform.url, "minh");
    const { id } = await filed(minh, shop("vn-hue", "phu-xuan"));
    await decide(await signIn(platform.url, "phuxuan-reception"), id, "reception");
    await pay(minh, id);
    const appraiser = await signIn(platform.url, "phuxuan-appraiser");
    const reply = await decide(appraiser, id, "appraisal");
    expect([reply.status, reply.body.code]).toEqual([403, "barred"]);
    const head = await signIn(platform.url, "phuxuan-head");
    const given = await head.post(`/tasks/${id}.appraisal.1/assignment`, {
      officer: findIdentity("phuxuan-appraiser")?.sub,
    });
    expect([given.status, given.body.errors]).toEqual([
      422,
      [expect.objectContaining({ pointer: "/officer", code: "barred" })],
    ]);
  });

  it("declares it, decides nothing in it, and the head finds the task", async () => {
    const { id } = await filed(lan, shop("vn-hue", "phu-xuan"));
    const clerk = await signIn(platform.url, "phuxuan-reception");
    const head = await signIn(platform.url, "phuxuan-head");
    const task = await taskOf(clerk, id, "reception");
    const declared = await clerk.post(`/tasks/${task.id}/conflict`, { text: "My sister's shop." });
    expect(declared.status).toBe(200);
    for (const act of ["claim", "decision"] as const) {
      const body = act === "decision" ? { outcome: "approve" } : undefined;
      const reply = await clerk.post(`/tasks/${task.id}/${act}`, body);
      expect([reply.status, reply.body.code]).toEqual([403, "barred"]);
    }
    const { body } = await eventually(
      () => head.get("/tasks?limit=100"),
      ({ body }) => body.tasks.length > 0,
    );
    expect(body.tasks).toContainEqual(expect.objectContaining({ id: task.id, escalated: true }));
  });
});

describe("an officer who has left", () => {
  it("holds no task back: a colleague takes it over", async () => {
    const [hue] = (await demoAuthorities()).filter(({ id }) => id === "vn-hue");
    if (!hue) throw new Error("there is no Huế");
    const clerk = (id: string, person: string) => ({
      ...APPOINTED,
      id,
      person: findIdentity(person)?.sub ?? "",
    });
    const colleague = clerk("colleague", "hoian-head");
    const apply = (appointments: (typeof colleague)[], now: number) =>
      applyAuthority(store().table, { ...hue, id: "vn-left", appointments }, vietNam, "chief", now);
    await apply([clerk("leaver", "hoian-leader"), colleague], 1);
    const { id } = await filed(lan, shop("vn-left", "phu-xuan"));
    const leaver = await signIn(platform.url, "hoian-leader");
    const other = await signIn(platform.url, "hoian-head");
    const task = `/tasks/${id}.reception.1`;
    await eventually(
      () => leaver.post(`${task}/claim`),
      ({ status }) => status === 200,
    );
    expect((await other.post(`${task}/claim`)).body.code).toBe("task-claimed");
    await apply([colleague], 2);
    const taken = await other.post(`${task}/claim`);
    expect([taken.status, taken.body.claimedBy]).toEqual([200, findIdentity("hoian-head")?.sub]);
    const decided = await other.post(`${task}/decision`, { outcome: "approve" });
    expect(decided.status).toBe(200);
  });
});
