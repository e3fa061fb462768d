import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  anonymously,
  answers,
  decide,
  draft,
  inspected,
  newKey,
  pay,
  phase,
  upload,
} from "./dossier.ts";
import { type Person, signIn } from "./people.ts";
import { eventually } from "./platform.ts";
import { type RunningProcess, startProcess } from "./process.ts";

let running: RunningProcess;
beforeAll(async () => {
  running = await startProcess();
});
afterAll(() => running?.close());

describe("a platform that is killed after every step", () => {
  it("loses nothing that it has answered, and goes on", async () => {
    const people: Record<string, Person> = {};
    for (const id of [
      "lan",
      "dienban-reception",
      "dienban-appraiser",
      "dienban-head",
      "dienban-leader",
    ]) {
      people[id] = await signIn(running.url, id);
    }
    const person = (id: string) => people[id] as Person;
    const id = await draft(person("lan"), "dien-ban", answers);
    await running.crash();
    const documents: string[] = [];
    for (const kind of ["business-registration", "right-to-premises", "supplier-agreement"]) {
      documents.push(await upload(person("lan"), id, kind));
    }
    await running.crash();
    for (const document of documents) await inspected(person("lan"), id, document);
    const filed = await person("lan").post(`/applications/${id}/submission`, undefined, newKey());
    expect(filed.status).toBe(201);
    await running.crash();
    await decide(person("dienban-reception"), id, "reception");
    await running.crash();
    await pay(person("lan"), id);
    await running.crash();
    for (const [officer, stage] of [
      ["appraiser", "appraisal"],
      ["head", "head"],
      ["leader", "signing"],
    ] as const) {
      expect((await decide(person(`dienban-${officer}`), id, stage)).status).toBe(200);
      await running.crash();
    }
    await phase(person("lan"), id, "issued");
    const { body: licence } = await person("lan").get(`/applications/${id}/licence`);
    const { body: verdict } = await anonymously(running.url).post("/verifications", {
      licence: licence.sdJwt,
    });
    expect(verdict.verdict).toBe("valid");
    const { body: trail } = await person("dienban-head").get(`/audit/${id}`);
    const types = trail.events.map((event: { body: { type: string } }) => event.body.type);
    for (const once of ["Submitted", "Paid", "LicenceReserved", "LicenceIssued"]) {
      expect(types.filter((type: string) => type === once)).toHaveLength(1);
    }
    const mails = await eventually(
      async () =>
        (await fetch(`${running.url}/mailbox.json?to=lan@nguyenthilan.example`)).json() as Promise<
          unknown[]
        >,
      (all) => all.length >= 5,
    );
    expect(mails).toHaveLength(5);
  }, 120_000);

  it("stops cleanly on Ctrl-C", async () => {
    expect(await running.interrupt()).toBe(0);
  });
});
