import { type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBStreamEvent } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openStore, type Store } from "../../../../infra/local/store/dynoxide.ts";
import { createTable } from "../../../../infra/local/store/schema.ts";
import { type Followers, followStream } from "../../../../infra/local/streams/followers.ts";
import { TABLE } from "../../../../shared/store/table.ts";
import { clientOf, LOCAL_ACCESS, memoryLog, temporaryFolder } from "../store/builder.ts";

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let client: DynamoDBClient;
let followers: Followers;
/** What functions were called with: their names, and the keys of what they were given. */
let called: string[];

beforeEach(async () => {
  folder = temporaryFolder();
  called = [];
  store = await openStore({ folder: folder.path, log: memoryLog(), env: {} });
  client = clientOf(store.endpoint);
  await createTable(client, { name: "licentia", ...TABLE });
});
afterEach(async () => {
  await followers.stop();
  await store.close();
  folder.remove();
});

function follow(told: boolean, failing: readonly string[] = []) {
  followers = followStream({
    endpoint: store.endpoint,
    access: LOCAL_ACCESS,
    tableName: "licentia",
    folder: folder.path,
    told,
    log: memoryLog(),
    async invoke(name, payload) {
      const { Records } = JSON.parse(payload) as DynamoDBStreamEvent;
      called.push(`${name} ${Records.map(({ dynamodb }) => dynamodb?.NewImage?.["sk"]?.S)}`);
      const fails = failing.includes(name);
      return { payload: "{}", ...(fails && { functionError: "Unhandled" }) } as never;
    },
  });
}

const write = (sk: string, wake?: string) =>
  client.send(
    new PutItemCommand({
      TableName: "licentia",
      Item: {
        pk: { S: "APPLICATION#a" },
        sk: { S: sk },
        id: { S: "a" },
        seq: { N: "1" },
        ...(wake && { wake: { S: wake }, wakeAt: { N: "1" } }),
      },
    }),
  );
const move = { sk: { S: "APPLICATION" }, id: { S: "a" }, seq: { N: "1" } };

describe.each([
  ["where moves are announced", false],
  ["where moves are told", true],
])("the stream, %s,", (_, told) => {
  it("brings each function what it follows, and nothing else", async () => {
    follow(told);
    await write("APPLICATION", "redrive#1");
    await write("EVENT#1");
    await write("MAIL#1");
    await vi.waitFor(() => expect(called).toHaveLength(2), 5_000);
    expect(called.sort()).toEqual(["attend-applications APPLICATION", "send-mails MAIL#1"]);
  });

  it("brings a move to its function while mails fail", async () => {
    follow(told, ["send-mails"]);
    await write("MAIL#1");
    await write("APPLICATION", "redrive#1");
    await vi.waitFor(() => expect(called).toContain("attend-applications APPLICATION"), 5_000);
  });
});

describe("a move that was told", () => {
  it("is not brought again", async () => {
    follow(true);
    followers.tell(move);
    expect(called).toEqual(["attend-applications APPLICATION"]);
    await write("APPLICATION", "redrive#1");
    await write("MAIL#1");
    await vi.waitFor(() => expect(called).toContain("send-mails MAIL#1"), 5_000);
    expect(called).toHaveLength(2);
  });
});
