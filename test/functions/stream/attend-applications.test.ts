import type { Context, DynamoDBRecord } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { handler } from "../../../functions/stream/attend-applications.ts";
import { passes, STREAM_FILTERS } from "../../../functions/stream/filters.ts";
import type { Application } from "../../../shared/application/application.ts";
import { changed } from "../../../shared/application/change.ts";
import type { Store } from "../../../shared/store/store.ts";
import { wakeOf } from "../../../shared/store/table.ts";
import type { Workflow } from "../../../shared/workflow/states.ts";
import { APPLICANT, Dossier, MONDAY_NINE } from "../../builders/application.ts";
import { openLocalStore } from "../../shared/store/local-store.ts";
import { home } from "../home.ts";

vi.hoisted(() => {
  process.env["LOG_LEVEL"] ??= "silent";
});
vi.mock("../../../functions/wiring.ts", () => import("../home.ts"));

let store: Store;
let close: () => Promise<void>;
const started: string[] = [];
beforeAll(async () => {
  ({ store, close } = await openLocalStore());
});
afterAll(() => close?.());
beforeEach(() => {
  home.store = store;
  started.length = 0;
  home.workflow = {
    async start({ application }) {
      if (application.endsWith("9")) throw new Error("broken");
      started.push(application);
      return "started";
    },
    deliver: async () => "delivered",
    runs: async () => true,
  };
});

async function submitted(id: string): Promise<string> {
  let before: Application | undefined;
  for (const { events } of new Dossier().submitted().changes) {
    const bodies = events.map(({ body }) => body);
    const change = changed(id, before, bodies, APPLICANT, MONDAY_NINE);
    await store.applications.commit({ change, wake: undefined, redriveAt: MONDAY_NINE });
    before = change.after;
  }
  return id;
}
const ID = (last: number) => `01k00000000000000000f1000${last}`;
const record = (id: string, sequence: number): DynamoDBRecord => ({
  eventName: "MODIFY",
  dynamodb: {
    SequenceNumber: String(sequence),
    NewImage: { id: { S: id }, sk: { S: "APPLICATION" }, wake: { S: wakeOf("redrive", id) } },
  },
});
const sent = (...records: DynamoDBRecord[]) => handler({ Records: records }, {} as Context);

describe("a batch of the table's stream", () => {
  it("attends to each application in it, once however often it stands there", async () => {
    const [a, b] = [await submitted(ID(1)), await submitted(ID(2))];
    const { batchItemFailures } = await sent(record(a, 1), record(b, 2), record(a, 3));
    expect(started.toSorted()).toEqual([a, b]);
    expect(batchItemFailures).toEqual([]);
  });

  it("goes on after a failure, and gives back from the first one on", async () => {
    const [bad, good] = [await submitted(ID(9)), await submitted(ID(3))];
    const { batchItemFailures } = await sent(record(bad, 7), record(good, 8));
    expect(started).toEqual([good]);
    expect(batchItemFailures).toEqual([{ itemIdentifier: "7" }]);
  });

  it("lets no file wait for another's execution", async () => {
    const [slow, quick] = [await submitted(ID(5)), await submitted(ID(6))];
    const second = Promise.withResolvers<void>();
    home.workflow = {
      ...(home.workflow as Workflow),
      async start({ application }) {
        if (application === slow) await second.promise;
        else second.resolve();
        started.push(application);
        return "started";
      },
    };
    await sent(record(slow, 1), record(quick, 2));
    expect(started).toEqual([quick, slow]);
  });

  it("reads the table and not the record: an old one starts nothing that is not so any more", async () => {
    expect(await sent(record(ID(4), 1))).toEqual({ batchItemFailures: [] });
    expect(started).toEqual([]);
  });
});

describe("what the stream's function is given", () => {
  const image = (sk: string, wake?: string) => ({
    eventName: "MODIFY",
    dynamodb: { NewImage: { sk: { S: sk }, ...(wake && { wake: { S: wake } }) } },
  });

  it.each([
    ["an application that the platform must move", image("APPLICATION", "redrive#1"), true],
    ["one that waits for its time", image("APPLICATION", "due#1"), false],
    ["one that waits for a person", image("APPLICATION"), false],
    ["a mail", image("MAIL#00000002", "redrive#1"), false],
    ["what was removed", { eventName: "REMOVE", dynamodb: {} }, false],
  ])("is, or is not, %s", (_, change, wanted) => {
    expect(passes(STREAM_FILTERS["moving-applications"], change)).toBe(wanted);
  });

  it("is a mail when it is owed, not when it is put off or sent", () => {
    const mail = image("MAIL#00000002", "redrive#1");
    const of = (eventName: string) => passes(STREAM_FILTERS["owed-mails"], { ...mail, eventName });
    expect(["INSERT", "MODIFY", "REMOVE"].map(of)).toEqual([true, false, false]);
  });
});
