/** What the stream does not tell of is found by the sweep, and what the sweep does not see by the stream. */
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nameInArn } from "../../infra/local/invoke/context.ts";
import type { Invoke } from "../../infra/local/invoke/invocation.ts";
import type { Platform } from "../../infra/local/platform.ts";
import { openTable } from "../../shared/store/client.ts";
import { fileKeys } from "../../shared/store/documents.ts";
import { openStore, type Store } from "../../shared/store/store.ts";
import { executionName, stateMachineOf } from "../../shared/workflow/states.ts";
import {
  announce,
  decide,
  draft,
  inspected,
  PDF,
  phase,
  postFile,
  submitted,
  taskOf,
} from "./dossier.ts";
import { type Person, signIn } from "./people.ts";
import { openPlatform } from "./platform.ts";

const DAY = 86_400_000;
const LONG_AGO = 0;
const STREAM = ["attend-applications", "send-mails"];
let platform: Platform;
let store: Store;
let invoke: Invoke;
const people: Record<string, Person> = {};
const person = (id: string) => people[id] as Person;
/** Functions to which the stream speaks in vain. */
const struck = new Set<string>();

/** What the stream has told last. */
let lastTold = "";

const striking =
  (given: Invoke): Invoke =>
  async (name, payload) => {
    if (nameInArn(name) === "attend-applications") lastTold = payload;
    if (!struck.has(nameInArn(name))) return given(name, payload);
    return { payload: "{}" };
  };

beforeAll(async () => {
  platform = await openPlatform({
    around: (given) => {
      invoke = striking(given);
      return invoke;
    },
  });
  store = openStore(openTable("licentia"));
  for (const id of ["lan", "dienban-reception"]) {
    people[id] = await signIn(platform.url, id);
  }
});
afterAll(() => platform?.close());

/** As if its half minute of patience were over. */
async function sweepNow(id: string): Promise<void> {
  const application = await store.applications.load(id);
  if (!application) throw new Error("there is no such application");
  await store.applications.rewake(application, { kind: "redrive", at: LONG_AGO });
  for (const { seq } of await store.applications.trail(id)) {
    await store.outbox.postpone({ id, seq }, LONG_AGO);
  }
  expect(await platform.runNow("sweep")).toBe(true);
}

const mails = async () => {
  const response = await fetch(`${platform.url}/mailbox.json?to=lan@nguyenthilan.example`);
  return (await response.json()) as { subject: string }[];
};

describe("the sweep", () => {
  it("begins executions, tells outcomes and sends mails that the stream has lost", async () => {
    for (const name of STREAM) struck.add(name);
    const { body: filed } = await submitted(person("lan"));
    await sweepNow(filed.id);
    expect((await mails()).map(({ subject }) => subject).join()).toContain(filed.dossier);
    const reception = person("dienban-reception");
    await decide(reception, filed.id, "reception");
    await sweepNow(filed.id);
    await phase(person("lan"), filed.id, "payment");
    struck.clear();
  });

  it("lets another execution follow one that has died", async () => {
    const { body: filed } = await submitted(person("lan"));
    await taskOf(person("dienban-reception"), filed.id, "reception");
    await stopExecution(filed.id);
    await decide(person("dienban-reception"), filed.id, "reception");
    await sweepNow(filed.id);
    await phase(person("lan"), filed.id, "payment");
    expect((await store.applications.load(filed.id))?.run).toBe(2);
  });
});

describe("the stream", () => {
  it("comes late, and carries out what has become due by then", async () => {
    const { body: filed } = await submitted(person("lan"));
    await taskOf(person("dienban-reception"), filed.id, "reception");
    platform.clock?.advance(30 * DAY);
    await invoke("attend-applications", lastTold);
    const trail = await store.applications.trail(filed.id);
    expect(trail.map(({ body }) => body.type)).toContain("Escalated");
  });
});

describe("an inspection", () => {
  it("of a file that never came leaves the document awaited", async () => {
    const id = await draft(person("lan"));
    const { id: document } = await announce(person("lan"), id, "business-registration");
    const event = { detail: { object: { key: fileKeys.quarantine(id, document) } } };
    const { functionError } = await invoke("inspect-document", JSON.stringify(event));
    expect(functionError).toBeUndefined();
    const { body } = await person("lan").get(`/applications/${id}/documents/${document}`);
    expect(body.status).toBe("awaited");
  });

  it("that was cut off after it had kept the file goes on from what it kept", async () => {
    const id = await draft(person("lan"));
    const { id: document, upload } = await announce(person("lan"), id, "business-registration");
    await keep(fileKeys.released(id, document));
    await postFile(upload, PDF);
    const { body } = await inspected(person("lan"), id, document);
    expect(body.status).toBe("clean");
  });
});

/** As a person might, at the console. */
async function stopExecution(application: string): Promise<void> {
  const client = new SFNClient({});
  const machine = `${process.env["STATE_MACHINE_PREFIX"]}${stateMachineOf("retail-liquor", 1)}`;
  const execution = machine.replace(":stateMachine:", ":execution:");
  await client.send(
    new StopExecutionCommand({ executionArn: `${execution}:${executionName(application, 1)}` }),
  );
  client.destroy();
}

async function keep(key: string): Promise<void> {
  const client = new S3Client({});
  const Bucket = process.env["BUCKET_NAME"];
  await client.send(
    new PutObjectCommand({ Bucket, Key: key, Body: PDF, ContentType: "application/pdf" }),
  );
  client.destroy();
}
