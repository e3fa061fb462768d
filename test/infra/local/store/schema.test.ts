import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore, type Store } from "../../../../infra/local/store/dynoxide.ts";
import {
  createTable,
  type IndexSpec,
  type TableSpec,
} from "../../../../infra/local/store/schema.ts";
import { clientOf, memoryLog, TABLE, temporaryFolder } from "./builder.ts";

const folder = temporaryFolder();
let store: Store;
let client: DynamoDBClient;

beforeAll(async () => {
  store = await openStore({ folder: folder.path, log: memoryLog(), env: {} });
  client = clientOf(store.endpoint);
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

const BY_UNIT: IndexSpec = {
  name: "by-unit",
  partitionKey: "unit",
  sortKey: "due",
  sortKeyType: "N",
  projection: ["title"],
};
const BY_WAKE: IndexSpec = { name: "by-wake", partitionKey: "wake", projection: "KEYS_ONLY" };

const specOf = (name: string, ...indexes: IndexSpec[]): TableSpec => ({ ...TABLE, name, indexes });
const described = async (name: string) =>
  (await client.send(new DescribeTableCommand({ TableName: name }))).Table;

describe("createTable", () => {
  it("makes an on-demand table with a stream of new and old images", async () => {
    await createTable(client, specOf("fresh"));
    expect(await described("fresh")).toMatchObject({
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    });
  });

  it("lets items expire by the attribute that is named", async () => {
    await createTable(client, specOf("expiring"));
    const { TimeToLiveDescription } = await client.send(
      new DescribeTimeToLiveCommand({ TableName: "expiring" }),
    );
    expect(TimeToLiveDescription).toEqual({
      AttributeName: "expiresAt",
      TimeToLiveStatus: "ENABLED",
    });
  });

  it("makes the indexes with their projections and the type of a numeric key", async () => {
    await createTable(client, specOf("indexed", BY_UNIT, BY_WAKE));
    const table = await described("indexed");
    expect(table?.GlobalSecondaryIndexes).toMatchObject([
      { IndexName: "by-unit", Projection: { NonKeyAttributes: ["title"] } },
      { IndexName: "by-wake", Projection: { ProjectionType: "KEYS_ONLY" } },
    ]);
    expect(table?.AttributeDefinitions).toContainEqual({
      AttributeName: "due",
      AttributeType: "N",
    });
  });

  it("changes nothing when it is called again", async () => {
    await createTable(client, specOf("twice", BY_UNIT));
    const before = await described("twice");
    await createTable(client, specOf("twice", BY_UNIT));
    expect(await described("twice")).toEqual(before);
  });

  it("can be called twice at the same moment", async () => {
    await Promise.all([createTable(client, specOf("race")), createTable(client, specOf("race"))]);
    expect((await described("race"))?.TableStatus).toBe("ACTIVE");
  });

  it("adds an index that the table lacks, and the items of the past are in it", async () => {
    await createTable(client, specOf("grown"));
    const item = { pk: { S: "a" }, sk: { S: "b" }, wake: { S: "soon" } };
    await client.send(new PutItemCommand({ TableName: "grown", Item: item }));
    await createTable(client, specOf("grown", BY_UNIT, BY_WAKE));
    const query = new QueryCommand({
      TableName: "grown",
      IndexName: "by-wake",
      KeyConditionExpression: "#wake = :soon",
      ExpressionAttributeNames: { "#wake": "wake" },
      ExpressionAttributeValues: { ":soon": { S: "soon" } },
    });
    expect((await client.send(query)).Items).toEqual([item]);
  });

  it("refuses an index of the same name that is another, in words", async () => {
    await createTable(client, specOf("clash", BY_WAKE));
    const other = { ...BY_WAKE, partitionKey: "unit" };
    await expect(createTable(client, specOf("clash", other))).rejects.toThrow(
      "clash/by-wake exists as (wake HASH; KEYS_ONLY) and should be (unit HASH; KEYS_ONLY)",
    );
  });

  it("refuses an attribute that would be a string and a number", async () => {
    const number: IndexSpec = { ...BY_UNIT, name: "other", sortKey: "unit" };
    await expect(createTable(client, specOf("types", BY_UNIT, number))).rejects.toThrow(
      "Table types: unit is both a string and a number.",
    );
  });
});
