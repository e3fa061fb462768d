import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../infra/local/platform.ts";
import { anonymously, decide, pay, phase, submitted, taskOf } from "./dossier.ts";
import { type Person, signIn } from "./people.ts";
import { eventually, openPlatform } from "./platform.ts";

const DAY = 86_400_000;
let platform: Platform;
const people: Record<string, Person> = {};
const person = (id: string) => people[id] as Person;

beforeAll(async () => {
  platform = await openPlatform();
  const ids = ["lan", "dienban-reception", "dienban-appraiser", "dienban-head", "dienban-leader"];
  for (const id of ids) people[id] = await signIn(platform.url, id);
});
afterAll(() => platform?.close());

const trail = async (id: string): Promise<string[]> => {
  const { body } = await person("dienban-head").get(`/audit/${id}`);
  return body.events.map((event: { body: { type: string } }) => event.body.type);
};
const closed = (id: string) =>
  eventually(
    () => trail(id),
    (types) => types.includes("Closed"),
  );
const later = async (days: number) => {
  await fetch(`${platform.url}/clock?by=${days * DAY}`, { method: "POST" });
};

describe("an application ends", () => {
  it("by a refusal, with its reasons in the applicant's words", async () => {
    const { body: filed } = await submitted(person("lan"));
    await decide(person("dienban-reception"), filed.id, "reception", {
      outcome: "refuse",
      reasons: ["not-eligible"],
      text: "Không thuộc đối tượng.",
    });
    const { body } = await phase(person("lan"), filed.id, "refused");
    expect(body.refusal.reasons[0].code).toBe("not-eligible");
    await closed(filed.id);
  });

  it("by withdrawal, and leaves no task in any inbox", async () => {
    const { body: filed } = await submitted(person("lan"));
    await taskOf(person("dienban-reception"), filed.id, "reception");
    expect((await person("lan").post(`/applications/${filed.id}/withdrawal`)).body.phase).toBe(
      "withdrawn",
    );
    const inbox = await person("dienban-reception").get("/tasks?limit=100");
    expect(JSON.stringify(inbox.body)).not.toContain(filed.id);
    await closed(filed.id);
  });

  it("not by a withdrawal after the final decision", async () => {
    const { body: filed } = await submitted(person("lan"));
    await decide(person("dienban-reception"), filed.id, "reception");
    await pay(person("lan"), filed.id);
    await decide(person("dienban-appraiser"), filed.id, "appraisal");
    await decide(person("dienban-head"), filed.id, "head");
    await decide(person("dienban-leader"), filed.id, "signing");
    const late = await person("lan").post(`/applications/${filed.id}/withdrawal`);
    expect(late.body.code).toBe("wrong-state");
    await phase(person("lan"), filed.id, "issued");
  });

  it("by silence: a supplement that never comes closes it after fifteen days", async () => {
    const { body: filed } = await submitted(person("lan"));
    await decide(person("dienban-reception"), filed.id, "reception", {
      outcome: "supplement",
      documents: ["right-to-premises"],
      text: "Thiếu.",
    });
    await phase(person("lan"), filed.id, "supplement");
    await later(14);
    expect((await person("lan").get(`/applications/${filed.id}`)).body.phase).toBe("supplement");
    await later(2);
    expect((await person("lan").get(`/applications/${filed.id}`)).body.phase).toBe("lapsed");
    await closed(filed.id);
    const { body } = await anonymously(platform.url).get(`/dossiers/${filed.dossier}`);
    expect(body).toEqual({ dossier: filed.dossier, completed: true });
  });

  it("late, but not without a result: a missed date escalates once and blocks nothing", async () => {
    const { body: filed } = await submitted(person("lan"));
    await taskOf(person("dienban-reception"), filed.id, "reception");
    await later(5);
    await later(5);
    expect((await trail(filed.id)).filter((type) => type === "Escalated")).toHaveLength(1);
    expect((await decide(person("dienban-reception"), filed.id, "reception")).status).toBe(200);
  });
});

describe("the clock", () => {
  it("explains its due date day by day, and does not run while the fee is asked for", async () => {
    const { body: filed } = await submitted(person("lan"));
    const early = await person("lan").get(`/applications/${filed.id}/clock`);
    expect(early.body.code).toBe("wrong-state");
    await decide(person("dienban-reception"), filed.id, "reception");
    await phase(person("lan"), filed.id, "payment");
    await later(7);
    await pay(person("lan"), filed.id);
    const { body: standing } = await phase(person("lan"), filed.id, "processing");
    const { body } = await person("lan").get(`/applications/${filed.id}/clock`);
    expect(body.dueAt).toBe(standing.dueAt);
    expect(body.promisedDueAt < body.dueAt).toBe(true);
    expect(body.intervals.map(({ state }: { state: string }) => state)).toEqual([
      "running",
      "stopped",
      "running",
    ]);
    expect(body.days.reduce((sum: number, day: { counted: number }) => sum + day.counted, 0)).toBe(
      10,
    );
    const svg = await person("lan").get(`/applications/${filed.id}/clock?format=svg`);
    expect(svg.headers.get("content-type")).toContain("image/svg+xml");
    expect(svg.body).toContain("<svg");
  });
});

describe("money", () => {
  it.each(["wrong-amount", "wrong-currency"])(
    "that is not exact is given back: %s",
    async (outcome) => {
      const { body: filed } = await submitted(person("lan"));
      await decide(person("dienban-reception"), filed.id, "reception");
      await pay(person("lan"), filed.id, outcome);
      await eventually(
        () => trail(filed.id),
        (types) => types.includes("PaymentReturned"),
      );
      expect((await person("lan").get(`/applications/${filed.id}`)).body.phase).toBe("payment");
    },
  );

  it("that arrives twice pays once", async () => {
    const { body: filed } = await submitted(person("lan"));
    await decide(person("dienban-reception"), filed.id, "reception");
    await pay(person("lan"), filed.id, "twice");
    await phase(person("lan"), filed.id, "processing");
    expect((await trail(filed.id)).filter((type) => type === "Paid")).toHaveLength(1);
  });
});
