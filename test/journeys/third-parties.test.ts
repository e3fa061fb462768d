import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../infra/local/platform.ts";
import {
  announce,
  anonymously,
  decide,
  draft,
  inspected,
  newKey,
  pay,
  phase,
  submitted,
  taskOf,
  upload,
} from "./dossier.ts";
import { type Person, signIn } from "./people.ts";
import { openPlatform } from "./platform.ts";

let platform: Platform;
const people: Record<string, Person> = {};
const person = (id: string) => people[id] as Person;

beforeAll(async () => {
  platform = await openPlatform();
  for (const id of ["lan", "minh", "dienban-reception", "dienban-appraiser"]) {
    people[id] = await signIn(platform.url, id);
  }
});
afterAll(() => platform?.close());

describe("anybody, without an account", () => {
  it("finds the authorities, and what their licences are verified with", async () => {
    const { get } = anonymously(platform.url);
    const { body: known } = await get("/authorities");
    expect(known.authorities.map(({ id }: { id: string }) => id)).toContain("vn-quang-nam");
    const { body: keys } = await get("/.well-known/jwks.json");
    expect(keys.keys.length).toBeGreaterThanOrEqual(2);
    const { body: issuer } = await get("/.well-known/jwt-vc-issuer");
    expect(issuer.issuer).toMatch(/^https:/);
    const { body: type } = await get("/vct/retail-liquor");
    expect(type.vct).toMatch(/\/vct\/retail-liquor$/);
    const { status } = await get("/status-lists/vn-quang-nam-1");
    expect(status).toBe(200);
  });
});

describe("a person", () => {
  it("registers as an applicant, and finds themself among those they act for", async () => {
    const party = {
      kind: "household",
      name: "Hộ Minh",
      email: "minh@minh.example",
      language: "vi",
    };
    const { body: made } = await person("minh").post("/parties", party, newKey());
    const { body: own } = await person("minh").get("/parties");
    expect(own.parties).toContainEqual(expect.objectContaining({ id: made.id, name: "Hộ Minh" }));
  });
});

describe("a document", () => {
  it("is removed from a draft, inspected or not", async () => {
    const lan = person("lan");
    const id = await draft(lan);
    const kept = await upload(lan, id, "business-registration");
    await inspected(lan, id, kept);
    const { id: awaited } = await announce(lan, id, "right-to-premises");
    for (const document of [kept, awaited]) {
      const path = `/applications/${id}/documents/${document}`;
      expect((await lan.remove(path)).status).toBe(204);
      expect((await lan.get(path)).status).toBe(404);
    }
  });

  it("is read by the officer who decides, by a link that leads to the file", async () => {
    const { body: filed } = await submitted(person("lan"));
    const reception = person("dienban-reception");
    const task = await taskOf(reception, filed.id, "reception");
    const { body: shown } = await reception.get(`/tasks/${task.id}`);
    const [document] = shown.documents;
    const { body: link } = await reception.get(`/tasks/${task.id}/documents/${document.id}`);
    expect((await fetch(link.url)).status).toBe(200);
  });
});

describe("an officer with an interest in a file", () => {
  it("says so, and decides nothing in it any more", async () => {
    const { body: filed } = await submitted(person("lan"));
    await decide(person("dienban-reception"), filed.id, "reception");
    await pay(person("lan"), filed.id);
    await phase(person("lan"), filed.id, "processing");
    const appraiser = person("dienban-appraiser");
    const task = await taskOf(appraiser, filed.id, "appraisal");
    const declared = await appraiser.post(`/tasks/${task.id}/conflict`, { text: "A cousin." });
    expect(declared.status).toBe(200);
    const decided = await appraiser.post(`/tasks/${task.id}/decision`, { outcome: "approve" });
    expect(decided.status).toBe(403);
  });
});
