/** A permit is published anew, and withdrawn: what runs finishes, drafts move, nothing is lost. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../infra/local/platform.ts";
import { formatDay, parseDay } from "../../shared/calendar/day.ts";
import type { Permit } from "../../shared/permit/permit.ts";
import { definePermit } from "../../workflows/define-permit.ts";
import { retailLiquorV1 } from "../../workflows/permits/retail-liquor/v1.ts";
import { permits } from "../../workflows/registry.ts";
import { anonymously, decide, draft, inspected, newKey, pay, phase, upload } from "./dossier.ts";
import { type Person, signIn } from "./people.ts";
import { BEGINNING, openPlatform } from "./platform.ts";

const DAY = 86_400_000;
const today = parseDay(new Date(BEGINNING).toISOString().slice(0, 10));
const KINDS = ["business-registration", "right-to-premises", "supplier-agreement"];

/** It begins in ten days, asks for one document more, charges double, and ends in seventy. */
const second: Permit = definePermit({
  ...retailLiquorV1,
  version: 2,
  validFrom: formatDay(today + 10),
  validTo: formatDay(today + 70),
  documents: [
    ...retailLiquorV1.documents,
    {
      id: "fire-safety-plan",
      title: { en: "Fire safety plan", vi: "Phương án phòng cháy" },
      mediaTypes: ["application/pdf"],
      maxBytes: 10_000_000,
      basis: { act: { en: "A decree of a test", vi: "Nghị định của phép thử" } },
    },
  ],
  fee: retailLiquorV1.fee && {
    ...retailLiquorV1.fee,
    tariffs: retailLiquorV1.fee.tariffs.map((tariff) => ({
      ...tariff,
      lines: tariff.lines.map((line) => ({ ...line, amount: line.amount * 2 })),
    })),
  },
});

let platform: Platform;
const people: Record<string, Person> = {};
const person = (id: string) => people[id] as Person;
const submission = (id: string) =>
  person("lan").post(`/applications/${id}/submission`, undefined, newKey());
const read = async (id: string) => (await person("lan").get(`/applications/${id}`)).body;
const documented = async () => {
  const id = await draft(person("lan"));
  for (const kind of KINDS) {
    await inspected(person("lan"), id, await upload(person("lan"), id, kind));
  }
  return id;
};

beforeAll(async () => {
  (permits as Permit[]).push(second);
  platform = await openPlatform();
  for (const id of ["lan", "reception", "appraiser", "head", "leader"]) {
    people[id] = await signIn(platform.url, id === "lan" ? id : `dienban-${id}`);
  }
});
afterAll(async () => {
  await platform?.close();
  (permits as Permit[]).splice(permits.indexOf(second), 1);
});

describe("a second version of a permit", () => {
  let running = "";
  let moving = "";
  let waiting = "";

  it("is not asked for before it begins", async () => {
    running = await documented();
    moving = await documented();
    waiting = await draft(person("lan"));
    expect((await submission(running)).body).toMatchObject({
      permit: { version: 1 },
      fee: { amount: 400_000 },
    });
    await decide(person("reception"), running, "reception");
    await pay(person("lan"), running);
    await phase(person("lan"), running, "processing");
  });

  it("is shown to who has a draft, by what is other and what is missing now", async () => {
    expect(await read(moving)).not.toHaveProperty("change");
    platform.clock?.advance(11 * DAY);
    const { permit, change } = await read(moving);
    expect(permit.version).toBe(1);
    expect(change).toMatchObject({ from: 1, to: 2 });
    const told = change.differences.map(
      ({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`,
    );
    expect(told).toContain("/documents/fire-safety-plan added");
    expect(told.filter((each: string) => each.startsWith("/fee/"))).toHaveLength(4);
    expect(change.missing).toMatchObject([{ pointer: "/documents/fire-safety-plan" }]);
  });

  it("takes a draft over instead of filing it unseen, and then validates it again", async () => {
    const told = await submission(moving);
    expect([told.status, told.body.code]).toEqual([409, "permit-changed"]);
    expect(told.body.errors).toContainEqual(
      expect.objectContaining({ pointer: "/documents/fire-safety-plan" }),
    );
    expect(await read(moving)).toMatchObject({ phase: "draft", permit: { version: 2 } });
    const lacking = await submission(moving);
    expect(lacking.body.errors).toMatchObject([{ pointer: "/documents/fire-safety-plan" }]);
    const plan = await upload(person("lan"), moving, "fire-safety-plan");
    await inspected(person("lan"), moving, plan);
    const filed = await submission(moving);
    expect([filed.status, filed.body.fee.amount]).toEqual([201, 800_000]);
    expect(await read(moving)).not.toHaveProperty("change");
  });

  it("leaves what was submitted to finish by the first", async () => {
    for (const [officer, stage] of [
      ["appraiser", "appraisal"],
      ["head", "head"],
      ["leader", "signing"],
    ] as const) {
      expect((await decide(person(officer), running, stage)).status).toBe(200);
    }
    await phase(person("lan"), running, "issued");
    expect(await read(running)).toMatchObject({ permit: { version: 1 } });
  });

  it("takes no new applications once it is withdrawn, says so, and finishes the old", async () => {
    await decide(person("reception"), moving, "reception");
    await pay(person("lan"), moving);
    await phase(person("lan"), moving, "processing");
    platform.clock?.advance(60 * DAY);
    const anybody = anonymously(platform.url);
    const { body: catalogue } = await anybody.get("/permits");
    expect(catalogue.permits).toContainEqual(
      expect.objectContaining({ id: "retail-liquor", version: 2, closedAfter: second.validTo }),
    );
    const begun = await person("lan").post(
      "/applications",
      { permit: "retail-liquor", authority: "vn-quang-nam", place: "dien-ban" },
      newKey(),
    );
    expect([begun.status, begun.body.code]).toEqual([409, "permit-closed"]);
    expect((await submission(waiting)).body.code).toBe("permit-closed");
    for (const [officer, stage] of [
      ["appraiser", "appraisal"],
      ["head", "head"],
      ["leader", "signing"],
    ] as const) {
      expect((await decide(person(officer), moving, stage)).status).toBe(200);
    }
    await phase(person("lan"), moving, "issued");
  });
});
