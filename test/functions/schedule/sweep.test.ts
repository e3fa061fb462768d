import type { Context } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { carryOut } from "../../../functions/command.ts";
import { handler } from "../../../functions/schedule/sweep.ts";
import { nextMoment } from "../../../shared/application/agenda.ts";
import type { Rules } from "../../../shared/application/case.ts";
import { decide } from "../../../shared/application/commands/decide.ts";
import type { DayException } from "../../../shared/calendar/calendar.ts";
import { compileCalendar } from "../../../shared/calendar/working.ts";
import * as keys from "../../../shared/store/keys.ts";
import { appointmentWrites, partyWrites } from "../../../shared/store/people.ts";
import { recountWrite } from "../../../shared/store/recounts.ts";
import type { Store } from "../../../shared/store/store.ts";
import { seatIn } from "../../../shared/store/table.ts";
import { vietNam } from "../../../workflows/authorities/calendars/viet-nam.ts";
import { Dossier, MONDAY_NINE, officer, rules } from "../../builders/application.ts";
import { openLocalStore } from "../../shared/store/local-store.ts";
import { home, world } from "../home.ts";
import { storeDossier } from "../stored.ts";

vi.hoisted(() => {
  process.env["LOG_LEVEL"] ??= "silent";
});
vi.mock("../../../functions/wiring.ts", () => import("../home.ts"));

const DAY = 86_400_000;
let store: Store;
let close: () => Promise<void>;
const started: string[] = [];
const asked: string[] = [];
beforeAll(async () => {
  ({ store, close } = await openLocalStore());
  await store.table.write(
    partyWrites(
      { id: "party", kind: "household", name: "Lan", email: "lan@lan.example", language: "vi" },
      [],
    ),
  );
});
afterAll(() => close?.());
beforeEach(() => {
  home.store = store;
  home.now = home.realNow = MONDAY_NINE;
  home.fault = () => {};
  home.mailbox.length = started.length = asked.length = 0;
  home.workflow = {
    async start({ application }) {
      started.push(application);
      return "started";
    },
    deliver: async () => "unknown",
    async runs({ application }) {
      asked.push(application);
      return true;
    },
  };
});

/** No mail is left over for the next test. */
afterEach(async () => {
  home.fault = () => {};
  home.realNow += 30 * DAY;
  await sweep();
});

let count = 0;
/** Stored as it came to be, with what wakes it as its writes would have had it. */
async function stored(file: Dossier, wake: "due" | "redrive", at: number): Promise<string> {
  const id = `01k00000000000000000d${String(10_000 + count++)}`;
  await storeDossier(store, id, file, { kind: wake, at });
  return id;
}

const sweep = () => handler({}, {} as Context);
const wakeOf = async (id: string) => {
  const item = await store.table.get(keys.application(id));
  return { wake: item?.["wake"], at: item?.["wakeAt"] };
};
const appraising = () =>
  new Dossier()
    .submitted()
    .at("reception")
    .approved("reception", officer("reception"))
    .at("fee")
    .paid()
    .at("appraisal");
const lapsing = () => {
  const file = new Dossier().submitted().at("reception");
  return file.approved("reception", officer("reception")).at("fee");
};

describe("the sweep", () => {
  it("carries out what time has made due, to the instant", async () => {
    const file = lapsing();
    const due = nextMoment(file.case) ?? 0;
    const id = await stored(file, "due", due);
    home.now = due - 1;
    await sweep();
    expect((await store.applications.load(id))?.phase).toBe("payment");
    home.now = due;
    await sweep();
    expect((await store.applications.load(id))?.phase).toBe("lapsed");
  });

  it("sets the next time of a file that it was woken for too early", async () => {
    const file = lapsing();
    const id = await stored(file, "due", MONDAY_NINE - DAY);
    await sweep();
    expect((await wakeOf(id)).at).toBe(nextMoment(file.case));
  });

  it("after an outage does everything that was due, once, in the order and at the moments it was due", async () => {
    const id = await stored(appraising(), "due", MONDAY_NINE);
    home.now = MONDAY_NINE + 60 * DAY;
    await sweep();
    await sweep();
    const trail = await store.applications.trail(id);
    const clocked = trail.filter(
      ({ actor }) => actor.kind === "platform" && actor.part === "clock",
    );
    expect(clocked.map(({ body }) => body.type)).toEqual([
      "Escalated",
      "Warned",
      "Apologised",
      "LimitPassed",
    ]);
    const moments = clocked.map(({ body }) => (body as { fellDue: number }).fellDue);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(Math.max(...moments)).toBeLessThan(home.now);
  });

  it("puts a late task before its superior too, and takes it out of every inbox once it is decided", async () => {
    const id = await stored(appraising(), "due", MONDAY_NINE);
    const inbox = async (role: string) => {
      const seat = { authority: "vn-quang-nam", unit: "ubnd-dien-ban", role };
      const { entries } = await store.inbox.page(seat, { limit: 100 });
      return entries.filter(({ application }) => application === id);
    };
    expect(await inbox("head")).toEqual([]);
    home.now = MONDAY_NINE + 60 * DAY;
    await sweep();
    expect(await inbox("head")).toMatchObject([{ stage: "appraisal" }]);
    expect(seatIn((await inbox("head"))[0]?.inboxOrder ?? "")).toEqual({
      unit: "ubnd-dien-ban",
      role: "appraiser",
    });
    expect(await inbox("appraiser")).toHaveLength(1);
    await carryOut(world(), id, (kase) => ({
      actor: officer("appraiser"),
      events: decide(
        kase,
        { stage: "appraisal", round: 1, officer: "appraiser" },
        { outcome: "approve" },
      ),
    }));
    expect([...(await inbox("head")), ...(await inbox("appraiser"))]).toEqual([]);
  });

  it("does not touch a file whose time has not come", async () => {
    const id = await stored(lapsing(), "due", MONDAY_NINE + 1);
    const before = await store.table.get(keys.application(id));
    await sweep();
    expect(await store.table.get(keys.application(id))).toEqual(before);
  });

  it("starts the execution that the stream did not, and is patient with it", async () => {
    const id = await stored(new Dossier().submitted(), "redrive", MONDAY_NINE);
    await sweep();
    expect(started).toEqual([id]);
    expect((await wakeOf(id)).at).toBe(MONDAY_NINE + 30_000);
  });

  it("goes on with the others where one of them fails", async () => {
    const file = new Dossier().submitted();
    const ids = await Promise.all([1, 2, 3].map(() => stored(file, "redrive", MONDAY_NINE)));
    const { start } = home.workflow;
    home.workflow.start = async (run) => {
      if (run.application === ids[1]) throw new Error("broken");
      return start(run);
    };
    expect(await sweep()).toMatchObject({ failed: 1 });
    expect([...started].sort()).toEqual([ids[0], ids[2]].sort());
  });
});

describe("two queues", () => {
  it("are worked off by turns, so that a crowd in one does not hold up the other", async () => {
    const seen: string[] = [];
    const pages = { due: ["d1", "d2", "d3"], redrive: ["r1", "r2"] };
    home.store = {
      ...store,
      applications: {
        ...store.applications,
        loadWithTokens: async (id) => void seen.push(id),
      },
      wake: {
        async *due(kind) {
          for (const id of pages[kind]) yield [{ kind: "application", id }];
        },
      },
    };
    await sweep();
    expect(seen).toEqual(["d1", "r1", "d2", "r2", "d3"]);
  });
});

describe("a changed calendar", () => {
  const decreed = (): Rules => {
    const day: DayException = {
      day: "2026-10-07",
      kind: "holiday",
      title: { en: "Decreed" },
      source: { title: "a decree" },
    };
    const years = vietNam.years.map((year) =>
      year.year === 2026 ? { ...year, days: [...year.days, day] } : year,
    );
    return { ...rules, calendar: compileCalendar({ ...vietNam, years }) };
  };
  afterEach(() => {
    home.law = rules;
  });

  it("counts every open file of its authority anew, though nothing is due, and then has done", async () => {
    const far = MONDAY_NINE + 3 * DAY;
    const ids = await Promise.all([1, 2, 3, 4, 5].map(() => stored(appraising(), "due", far)));
    const before = await store.applications.load(ids[0]!);
    home.law = decreed();
    await store.table.write([
      recountWrite("vn-quang-nam", home.now),
      recountWrite("another", home.now),
    ]);
    await sweep();
    for (const id of ids) {
      const file = await store.applications.load(id);
      expect(file?.promisedDueAt).toBe(before?.dueAt);
      expect(file?.dueAt).toBe(Date.parse("2026-10-20T17:00:00+07:00"));
    }
    expect(await store.recounts.place("vn-quang-nam")).toBeUndefined();
    const seq = (await store.applications.load(ids[0]!))?.seq;
    await store.table.write([recountWrite("vn-quang-nam", home.now)]);
    await sweep();
    expect((await store.applications.load(ids[0]!))?.seq).toBe(seq);
  });

  it("goes on from the page that a run that was cut off came to", async () => {
    const far = MONDAY_NINE + 3 * DAY;
    const ids = await Promise.all([1, 2, 3, 4, 5].map(() => stored(appraising(), "due", far)));
    const seen: string[] = [];
    await store.table.write([recountWrite("vn-quang-nam", home.now)]);
    for (let pages = 0; pages < 500; pages++) {
      const place = await store.recounts.place("vn-quang-nam");
      if (!place) break;
      const page = await store.recounts.openFiles(place, 1);
      seen.push(...page.ids);
      await store.recounts.proceed("vn-quang-nam", page.next, home.now);
    }
    expect(seen).toEqual(expect.arrayContaining(ids));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe("the order of a sweep", () => {
  it("is that of the moments, over every partition and page", async () => {
    const moments = Array.from(
      { length: 60 },
      (_, index) => MONDAY_NINE - ((index * 37) % 60) * 1_000,
    );
    await Promise.all(moments.map((at) => stored(lapsing(), "due", at)));
    const order: number[] = [];
    for await (const page of store.wake.due("due", MONDAY_NINE, 7)) {
      for (const item of page) order.push(Number((await wakeOf(item.id)).at));
    }
    expect(order.filter((at) => at > MONDAY_NINE - DAY)).toHaveLength(60);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });
});

describe("the mails that time brings about", () => {
  const seats = [
    { role: "appraiser", person: "hung", email: "hung@dienban.example" },
    { role: "appraiser", person: "away", email: "away@dienban.example", to: MONDAY_NINE },
    { role: "head", person: "bao", email: "bao@dienban.example" },
  ];
  beforeAll(async () => {
    await store.table.write(
      seats.flatMap(({ role, person, email, to }) =>
        appointmentWrites({
          id: `${role}-${person}`,
          authority: "vn-quang-nam",
          person,
          name: person,
          email,
          unit: "ubnd-dien-ban",
          role,
          from: 0,
          ...(to && { to }),
        }),
      ),
    );
  });

  it("warn who has the task, tell the superior of lateness, and apologise to the applicant", async () => {
    const id = await stored(appraising(), "due", MONDAY_NINE);
    home.now = MONDAY_NINE + 60 * DAY;
    await sweep();
    home.realNow += DAY;
    await sweep();
    await sweep();
    const own = home.mailbox.filter((mail) => mail.id.startsWith(id) && mail.text.includes("hạn"));
    const to = (reader: string) =>
      own
        .filter((mail) => mail.to === reader)
        .map(({ subject }) => subject.split(" ").slice(1).join(" "));
    expect(to("hung@dienban.example")).toEqual(["sắp đến hạn"]);
    expect(to("bao@dienban.example").sort()).toEqual(["trễ hạn ở một bước", "đã trễ hạn"]);
    expect(to("away@dienban.example")).toEqual([]);
    const applicants = home.mailbox.filter(
      (mail) => mail.id.startsWith(id) && mail.to === "lan@lan.example",
    );
    expect(applicants.map(({ subject }) => subject.split(": ")[1])).toEqual(
      expect.arrayContaining(["xin lỗi vì trễ hẹn", "trễ hẹn"]),
    );
    // Swept twice, sent once.
    expect(new Set(home.mailbox.map((mail) => mail.id)).size).toBe(home.mailbox.length);
  });
});

describe("a mail that is owed", () => {
  it("is sent once, in the applicant's language, and stands in the outbox no more", async () => {
    const id = await stored(new Dossier().submitted(), "due", MONDAY_NINE + DAY);
    home.realNow += DAY;
    await sweep();
    await sweep();
    const own = home.mailbox.filter((mail) => mail.id.startsWith(id));
    expect(own).toMatchObject([{ to: "lan@lan.example", subject: expect.stringContaining("đã") }]);
    expect(await store.outbox.owed({ id, seq: 2 })).toBeUndefined();
  });

  it("is put off longer each time that it cannot be sent, and given up in the end", async () => {
    const id = await stored(new Dossier().submitted(), "due", MONDAY_NINE + 900 * DAY);
    let tries = 0;
    home.fault = (where) => {
      if (where !== "before mailer.send") return;
      tries++;
      throw new Error("550 no such mailbox");
    };
    // A sweep each minute for three days, without those in which nothing is due.
    for (let sweeps = 0; sweeps < 40; sweeps++) {
      await sweep();
      const { wake, wakeAt } = (await store.table.get(keys.mail(id, 2))) ?? {};
      if (wake === undefined) break;
      expect(Number(wakeAt)).toBeGreaterThan(home.realNow);
      home.realNow = Number(wakeAt);
    }
    expect(tries).toBeLessThanOrEqual(20);
    expect(home.realNow - MONDAY_NINE).toBeGreaterThan(2 * DAY);
    expect(await store.outbox.owed({ id, seq: 2 })).toBeDefined();
  });

  it("to a party that is no more is owed to nobody", async () => {
    const id = await stored(new Dossier().submitted(), "due", MONDAY_NINE + 900 * DAY);
    await store.table.remove(keys.party("party"));
    await sweep();
    expect(home.mailbox).toEqual([]);
    expect(await store.outbox.owed({ id, seq: 2 })).toBeUndefined();
  });
});
