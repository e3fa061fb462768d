import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../infra/local/platform.ts";
import { answers, decide, newKey, phase, taskOf } from "./dossier.ts";
import { filed } from "./filing.ts";
import { type Person, signIn } from "./people.ts";
import { eventually, openPlatform } from "./platform.ts";

let platform: Platform;
let lan: Person;

beforeAll(async () => {
  platform = await openPlatform({ clock: "virtual" });
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

  it("and an authority grants no permit that is not its own", async () => {
    const { documents: _, ...elsewhere } = shop("gb-cambridge", "cambridge");
    const reply = await lan.post("/applications", elsewhere, newKey());
    expect([reply.status, reply.body.errors[0].pointer]).toEqual([422, "/authority"]);
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

describe("an officer with a stake in a file", () => {
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
