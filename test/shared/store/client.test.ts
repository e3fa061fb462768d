import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, describe, expect, it } from "vitest";
import {
  ConditionFailed,
  openTable,
  tableClient,
  Unavailable,
  WriteConflict,
} from "../../../shared/store/client.ts";

const dynamo = mockClient(DynamoDBClient);
const table = openTable("things", tableClient({ region: "local" }));
afterEach(() => dynamo.reset());

const named = (name: string, more: object = {}) =>
  Object.assign(new Error("quotes data"), { name, ...more });
const cancelled = (...codes: (string | undefined)[]) =>
  named("TransactionCanceledException", { CancellationReasons: codes.map((Code) => ({ Code })) });
const key = { pk: "a", sk: "b" };

/** What comes of a write that DynamoDB answers with this. */
async function written(error: Error): Promise<unknown> {
  dynamo.on(TransactWriteItemsCommand).rejects(error);
  const put = { Put: { Item: key } };
  return table.write([put, put]).catch((thrown) => thrown);
}

describe("a failure of the table", () => {
  it("names each write whose condition did not hold", async () => {
    const error = await written(
      cancelled("None", "ConditionalCheckFailed", "None", "ConditionalCheckFailed"),
    );
    expect(error).toBeInstanceOf(ConditionFailed);
    expect((error as ConditionFailed).failed).toEqual([1, 3]);
  });

  it("is a condition rather than a conflict where it is both: trying again would not help", async () => {
    const error = await written(cancelled("TransactionConflict", "ConditionalCheckFailed"));
    expect((error as ConditionFailed).failed).toEqual([1]);
  });

  it.each([cancelled("None", "TransactionConflict"), named("TransactionConflictException")])(
    "is a conflict, in which nothing was written ($name)",
    async (error) => {
      expect(await written(error)).toBeInstanceOf(WriteConflict);
    },
  );

  it.each([
    cancelled("ThrottlingError", "None"),
    cancelled("ProvisionedThroughputExceeded"),
    named("ProvisionedThroughputExceededException"),
    named("ThrottlingException"),
    named("RequestLimitExceeded"),
    named("InternalServerError"),
    named("TransactionInProgressException"),
    named("TimeoutError"),
    named("Error", { code: "ECONNREFUSED" }),
  ])("is passing, and retried by name ($name, $code)", async (error) => {
    const thrown = await written(error);
    expect(thrown).toBeInstanceOf(Unavailable);
    expect((thrown as Error).name).toBe("Unavailable");
  });

  it.each([
    cancelled("ValidationError"),
    named("ValidationException"),
    named("ResourceNotFoundException"),
  ])("stays what it is where nobody foresaw it ($name)", async (error) => {
    expect(await written(error)).toBe(error);
  });

  it("is told of a read as of a write", async () => {
    dynamo.on(GetItemCommand).rejects(named("ThrottlingException"));
    await expect(table.get(key)).rejects.toBeInstanceOf(Unavailable);
    dynamo.on(QueryCommand).rejects(named("InternalServerError"));
    await expect(table.query({ partition: ["pk", "a"] })).rejects.toBeInstanceOf(Unavailable);
  });
});

describe("one write by itself", () => {
  it("is no transaction, which would cost twice as much", async () => {
    dynamo.on(PutItemCommand).resolves({});
    await table.write([{ Put: { Item: key } }]);
    expect(dynamo.commandCalls(PutItemCommand)[0]?.args[0].input).toEqual({
      TableName: "things",
      Item: { pk: { S: "a" }, sk: { S: "b" } },
    });
    expect(dynamo.calls()).toHaveLength(1);
  });

  it("names its condition as a transaction does", async () => {
    dynamo.on(PutItemCommand).rejects(named("ConditionalCheckFailedException"));
    const error = await table.write([{ Put: { Item: key } }]).catch((thrown) => thrown);
    expect((error as ConditionFailed).failed).toEqual([0]);
  });
});

describe("reading many items", () => {
  const keys = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ pk: `${at}`, sk: "x" }));

  it("asks for nothing where nothing is wanted", async () => {
    expect(await table.getAll([])).toEqual([]);
    expect(dynamo.calls()).toHaveLength(0);
  });

  it("asks for a hundred at a time, which is what the service takes", async () => {
    dynamo.on(BatchGetItemCommand).callsFake(({ RequestItems }) => {
      const { Keys } = RequestItems.things;
      if (Keys.length > 100) throw named("ValidationException");
      return { Responses: { things: Keys } };
    });
    expect(await table.getAll(keys(250))).toHaveLength(250);
  });

  it("asks again for what a throttled table left unanswered", async () => {
    const [first, ...rest] = keys(3).map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
    dynamo
      .on(BatchGetItemCommand)
      .resolvesOnce({
        Responses: { things: [first!] },
        UnprocessedKeys: { things: { Keys: rest } },
      })
      .resolvesOnce({ Responses: { things: rest } });
    expect(await table.getAll(keys(3))).toEqual(keys(3));
  });

  it("gives up on a table that answers nothing", async () => {
    dynamo
      .on(BatchGetItemCommand)
      .callsFake(({ RequestItems }) => ({ UnprocessedKeys: RequestItems }));
    await expect(table.getAll(keys(2))).rejects.toBeInstanceOf(Unavailable);
    expect(dynamo.calls().length).toBeLessThan(10);
  });
});

describe("an expression", () => {
  it("names no attribute by itself, so that no reserved word bites", async () => {
    dynamo.on(QueryCommand).resolves({ Items: [] });
    await table.query({
      index: "wake",
      partition: ["wake", "due#1"],
      sort: { name: "wakeAt", atMost: 5 },
      backwards: true,
      limit: 7,
    });
    expect(dynamo.call(0).args[0].input).toMatchObject({
      IndexName: "wake",
      KeyConditionExpression: "#partition = :partition AND #sort <= :sort",
      ExpressionAttributeNames: { "#partition": "wake", "#sort": "wakeAt" },
      ScanIndexForward: false,
      Limit: 7,
    });
  });
});
