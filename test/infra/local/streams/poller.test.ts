import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openStore, type Store } from "../../../../infra/local/store/dynoxide.ts";
import { trimStreamRecords } from "../../../../infra/local/store/housekeeping.ts";
import { createTable } from "../../../../infra/local/store/schema.ts";
import {
  pollStream,
  type StreamPoller,
  type StreamPolling,
} from "../../../../infra/local/streams/poller.ts";
import { clientOf, memoryLog, TABLE, temporaryFolder } from "../store/builder.ts";

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let client: DynamoDBClient;
let log: ReturnType<typeof memoryLog>;
let seen: DynamoDBRecord[];
const pollers: StreamPoller[] = [];

beforeEach(async () => {
  folder = temporaryFolder();
  log = memoryLog();
  seen = [];
  store = await openStore({ folder: folder.path, log, env: {} });
  client = clientOf(store.endpoint);
  await createTable(client, TABLE);
});
afterEach(async () => {
  for (const poller of pollers.splice(0)) await poller.stop();
  await store.close();
  folder.remove();
});

function poll(options: Partial<StreamPolling> = {}): StreamPoller {
  const poller = pollStream({
    endpoint: store.endpoint,
    tableName: TABLE.name,
    checkpoint: join(folder.path, "checkpoint.json"),
    invoke: async ({ Records }) => void seen.push(...Records),
    log,
    ...options,
  });
  pollers.push(poller);
  return poller;
}

const put = (id: string, attributes: Record<string, AttributeValue> = {}) =>
  client.send(
    new PutItemCommand({
      TableName: TABLE.name,
      Item: { pk: { S: id }, sk: { S: "x" }, ...attributes },
    }),
  );
const ids = (records: DynamoDBRecord[]) =>
  records.map((record) => record.dynamodb?.Keys?.["pk"]?.S);
const seenIds = (expected: string[]) =>
  vi.waitFor(() => expect(ids(seen)).toEqual(expected), { timeout: 10_000, interval: 5 });

describe("a record", () => {
  it("arrives as Lambda's event source mapping would hand it on", async () => {
    await put("a", { count: { N: "1" } });
    await put("a", { count: { N: "2" } });
    await client.send(
      new DeleteItemCommand({ TableName: TABLE.name, Key: { pk: { S: "a" }, sk: { S: "x" } } }),
    );
    poll();
    await seenIds(["a", "a", "a"]);
    const image = (count: string) => ({ pk: { S: "a" }, sk: { S: "x" }, count: { N: count } });
    const Keys = { pk: { S: "a" }, sk: { S: "x" } };
    expect(seen).toMatchObject([
      { eventName: "INSERT", dynamodb: { Keys, NewImage: image("1") } },
      { eventName: "MODIFY", dynamodb: { Keys, NewImage: image("2"), OldImage: image("1") } },
      { eventName: "REMOVE", dynamodb: { Keys, OldImage: image("2") } },
    ]);
    expect(seen[0]).toMatchObject({
      eventID: expect.any(String),
      eventSource: "aws:dynamodb",
      eventSourceARN: expect.stringContaining("table/things/stream/"),
      dynamodb: {
        SequenceNumber: expect.stringMatching(/^\d+$/),
        StreamViewType: "NEW_AND_OLD_IMAGES",
        ApproximateCreationDateTime: expect.any(Number),
      },
    });
  });

  it("carries binary values as base64, however deep", async () => {
    const B = Buffer.from([0, 255]);
    await put("a", { deep: { M: { list: { L: [{ B }, { BS: [B] }, { NULL: true }] } } } });
    poll();
    await seenIds(["a"]);
    expect(seen[0]?.dynamodb?.NewImage?.["deep"]).toEqual({
      M: { list: { L: [{ B: "AP8=" }, { BS: ["AP8="] }, { NULL: true }] } },
    });
  });

  it("that the filter refuses is passed over", async () => {
    for (const id of ["a", "b", "c"]) await put(id);
    poll({ filter: (record) => record.dynamodb?.Keys?.["pk"]?.S !== "b" });
    await seenIds(["a", "c"]);
  });
});

describe("the poller", () => {
  it("delivers in order, in batches of at most the size", async () => {
    const expected = Array.from({ length: 25 }, (_, number) => `item-${number}`);
    for (const id of expected) await put(id);
    const sizes: number[] = [];
    poll({
      batchSize: 10,
      invoke: async ({ Records }) => {
        sizes.push(Records.length);
        seen.push(...Records);
      },
    });
    await seenIds(expected);
    expect(sizes).toEqual([10, 10, 5]);
  });

  it("lets records gather only where it has read all that there are", async () => {
    const written = Array.from({ length: 5 }, (_, number) => `item-${number}`);
    for (const id of written) await put(id);
    poll({ batchSize: 2, gatherMs: 3_600_000 });
    await seenIds(written);
  });

  it("goes on after its checkpoint when it is started again", async () => {
    await put("a");
    const first = poll();
    await seenIds(["a"]);
    await first.stop();
    await put("b");
    poll();
    await seenIds(["a", "b"]);
  });

  it("delivers again what was under way when it ended without success", async () => {
    await put("a");
    let begun = () => {};
    const started = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const first = poll({
      invoke: async () => {
        begun();
        throw new Error("no");
      },
    });
    await started;
    await first.stop();
    poll();
    await seenIds(["a"]);
  });

  it("retries what failed and loses nothing", async () => {
    for (const id of ["a", "b", "c"]) await put(id);
    let failures = 3;
    poll({
      invoke: async ({ Records }) => {
        failures -= 1;
        if (failures >= 0) throw new Error("no");
        seen.push(...Records);
      },
    });
    await seenIds(["a", "b", "c"]);
  });

  it("has its progress on disk when the next batch comes", async () => {
    const saved: unknown[] = [];
    const checkpoint = join(folder.path, "checkpoint.json");
    await put("a");
    poll({
      invoke: async ({ Records }) => {
        if (seen.length > 0) saved.push(JSON.parse(readFileSync(checkpoint, "utf8")).shards);
        seen.push(...Records);
      },
    });
    await seenIds(["a"]);
    await put("b");
    await seenIds(["a", "b"]);
    const position = seen[0]?.dynamodb?.SequenceNumber;
    expect(saved).toEqual([{ [`shardId-00000001-${TABLE.name}`]: { position } }]);
  });

  it("looks at once when it is nudged, however long it would have waited", async () => {
    const poller = poll({ idleMs: 600_000 });
    await put("a");
    await vi.waitFor(
      () => {
        poller.nudge();
        expect(ids(seen)).toEqual(["a"]);
      },
      { timeout: 5_000, interval: 5 },
    );
  });

  it("waits for the table's stream", async () => {
    poll({ tableName: "later" });
    await vi.waitFor(() => expect(log.lines.length).toBeGreaterThan(0));
    await createTable(client, { ...TABLE, name: "later" });
    const item = { pk: { S: "a" }, sk: { S: "x" } };
    await client.send(new PutItemCommand({ TableName: "later", Item: item }));
    await seenIds(["a"]);
  });

  it("goes on when the store was killed and came back", async () => {
    poll();
    await put("a");
    await seenIds(["a"]);
    process.kill(Number(readFileSync(join(folder.path, "store.pid"), "utf8")), "SIGKILL");
    await vi.waitFor(() => put("b"), { timeout: 10_000 });
    await seenIds(["a", "b"]);
  });

  it("goes on with what is left when its checkpoint was trimmed away", async () => {
    await put("a");
    const first = poll();
    await seenIds(["a"]);
    await first.stop();
    for (const id of ["b", "c"]) await put(id);
    trimStreamRecords(store.databaseFile ?? "", TABLE.name, Date.now() + 60_000);
    poll();
    await seenIds(["a", "c"]);
  });

  it.each([
    ["cannot be read", '{"streamArn":'],
    [
      "is another stream's",
      '{"streamArn":"gone","shards":{"shardId-00000001-things":{"position":"9"}}}',
    ],
  ])("begins anew when its checkpoint %s", async (_, content) => {
    writeFileSync(join(folder.path, "checkpoint.json"), content);
    await put("a");
    poll();
    await seenIds(["a"]);
  });
});

describe("two consumers", () => {
  it("each have their own progress, and one's failure does not hold up the other", async () => {
    for (const id of ["a", "b"]) await put(id);
    poll({
      checkpoint: join(folder.path, "stuck.json"),
      invoke: async () => {
        throw new Error("no");
      },
    });
    poll();
    await seenIds(["a", "b"]);
  });
});
