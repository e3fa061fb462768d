import { DatabaseSync } from "node:sqlite";
import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore, type Store } from "../../../../infra/local/store/dynoxide.ts";
import {
  keepHouse,
  type SweepPosition,
  sweepExpired,
  trimStreamRecords,
} from "../../../../infra/local/store/housekeeping.ts";
import { createTable } from "../../../../infra/local/store/schema.ts";
import { clientOf, memoryLog, TABLE, temporaryFolder } from "./builder.ts";

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let client: DynamoDBClient;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openStore({ folder: folder.path, log: memoryLog(), env: {} });
  client = clientOf(store.endpoint);
  await createTable(client, TABLE);
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

const itemOf = (id: string, attributes: Record<string, AttributeValue>) => ({
  pk: { S: id },
  sk: { S: "x" },
  ...attributes,
});
const put = (id: string, attributes: Record<string, AttributeValue> = {}) =>
  client.send(new PutItemCommand({ TableName: TABLE.name, Item: itemOf(id, attributes) }));
const putMany = async (count: number, attributes: Record<string, AttributeValue> = {}) => {
  const requests = Array.from({ length: count }, (_, number) => ({
    PutRequest: { Item: itemOf(`item-${number}`, attributes) },
  }));
  // As many as one request takes.
  for (let from = 0; from < count; from += 25) {
    const RequestItems = { [TABLE.name]: requests.slice(from, from + 25) };
    await client.send(new BatchWriteItemCommand({ RequestItems }));
  }
};
const remaining = async () =>
  ((await client.send(new ScanCommand({ TableName: TABLE.name }))).Items ?? [])
    .map((item) => item["pk"]?.S)
    .sort();

function query(sql: string): unknown[] {
  const database = new DatabaseSync(store.databaseFile ?? "", { readOnly: true });
  const rows = database.prepare(sql).all();
  database.close();
  return rows.flatMap((row) => Object.values(row));
}
const sequenceNumbers = () => query("SELECT sequence_number FROM _stream_records ORDER BY id");

const TOMORROW = Date.now() + 86_400_000;

describe("trimStreamRecords", () => {
  it("keeps the newest record, so that numbers are never given out twice", async () => {
    for (const id of ["a", "b", "c"]) await put(id);
    trimStreamRecords(store.databaseFile ?? "", TABLE.name, TOMORROW);
    await put("d");
    expect(sequenceNumbers()).toEqual(["3", "4"]);
  });

  it("keeps what is younger than the limit", async () => {
    for (const id of ["a", "b"]) await put(id);
    trimStreamRecords(store.databaseFile ?? "", TABLE.name, Date.now() - 60_000);
    expect(sequenceNumbers()).toEqual(["1", "2"]);
  });

  it("forgets a batch at a time and says whether more may be left", async () => {
    const file = store.databaseFile ?? "";
    await putMany(502);
    const answers = [1, 2].map(() => trimStreamRecords(file, TABLE.name, TOMORROW));
    expect({ answers, left: sequenceNumbers() }).toEqual({ answers: [true, false], left: ["502"] });
  });

  it("keeps the records of other tables", async () => {
    await createTable(client, { ...TABLE, name: "other" });
    for (const id of ["a", "b"]) await put(id);
    trimStreamRecords(store.databaseFile ?? "", "other", TOMORROW);
    expect(sequenceNumbers()).toEqual(["1", "2"]);
  });

  it("loses no write that happens at the same time", async () => {
    const file = store.databaseFile ?? "";
    const writes = Array.from({ length: 200 }, (_, number) => put(`item-${number}`));
    const trims = writes.map((write) =>
      write.then(() => trimStreamRecords(file, TABLE.name, TOMORROW)),
    );
    await Promise.all(trims);
    expect(await remaining()).toHaveLength(200);
  });
});

describe("the store's stream table", () => {
  it("finds the end of the stream by the index, not by reading all of it", () => {
    const plan = query(
      "EXPLAIN QUERY PLAN SELECT max(CAST(sequence_number AS INTEGER))" +
        " FROM _stream_records WHERE table_name = 'things'",
    );
    expect(plan).toContainEqual(expect.stringContaining("local_stream_seq"));
  });
});

describe("sweepExpired", () => {
  const NOW = 1_800_000_000_000;
  const past = { expiresAt: { N: "1799999999" } };

  it("deletes what has expired and nothing else", async () => {
    await put("past", past);
    await put("now", { expiresAt: { N: "1800000000" } });
    await put("text", { expiresAt: { S: "1" } });
    await put("never");
    expect(await sweepExpired(client, TABLE, NOW, undefined)).toMatchObject({ deleted: 1 });
    expect(await remaining()).toEqual(["never", "now", "text"]);
  });

  it("goes through the whole table page by page", async () => {
    await putMany(1_100, past);
    let from: SweepPosition;
    const pages: number[] = [];
    do {
      const { deleted, next } = await sweepExpired(client, TABLE, NOW, from);
      pages.push(deleted);
      from = next;
    } while (from);
    expect(pages).toEqual([500, 500, 100]);
  });
});

describe("keepHouse", () => {
  it("sweeps and trims by itself until it is stopped", async () => {
    await put("past", { expiresAt: { N: "1" } });
    const log = memoryLog();
    const house = await new Promise<ReturnType<typeof keepHouse>>((resolve) => {
      const done = { ...log, debug: () => resolve(keeper) };
      const keeper = keepHouse({
        client,
        spec: TABLE,
        databaseFile: store.databaseFile ?? "",
        now: Date.now,
        everyMs: 5,
        log: done,
      });
    });
    await house.stop();
    expect(await remaining()).toEqual([]);
  });
});
