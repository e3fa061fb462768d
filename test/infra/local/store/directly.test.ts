import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenLoopback, openLoopback } from "../../../../infra/local/loopback.ts";
import { tableDirectly } from "../../../../infra/local/store/directly.ts";
import type { TableClient } from "../../../../shared/store/client.ts";

const bytes = (...values: number[]) => new Uint8Array(values);
const deep = {
  pk: { S: "Điện Bàn" },
  bytes: { B: bytes(0, 255) },
  list: { L: [{ M: { inner: { B: bytes(1) } } }, { BS: [bytes(2), bytes(3)] }, { NULL: true }] },
  // Attributes may bear the names of DynamoDB's types.
  B: { S: "text" },
  BS: { L: [{ S: "a" }] },
  M: { M: { B: { B: bytes(4) } } },
  number: { N: "-12.5" },
};
const written = {
  pk: { S: "Điện Bàn" },
  bytes: { B: "AP8=" },
  list: { L: [{ M: { inner: { B: "AQ==" } } }, { BS: ["Ag==", "Aw=="] }, { NULL: true }] },
  B: { S: "text" },
  BS: { L: [{ S: "a" }] },
  M: { M: { B: { B: "BA==" } } },
  number: { N: "-12.5" },
};
const TableName = "things";
const Key = { pk: { S: "a" } };

interface Asked {
  readonly target: unknown;
  readonly body: unknown;
}

let server: Server;
let near: OpenLoopback;
let table: TableClient;
let sdk: DynamoDBClient;
let asked: Asked[];
let answer: (response: ServerResponse, request: IncomingMessage) => void;

beforeEach(async () => {
  asked = [];
  server = createServer(async (request, response) => {
    const text = (await request.setEncoding("utf8").toArray()).join("");
    asked.push({ target: request.headers["x-amz-target"], body: JSON.parse(text) });
    answer(response, request);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  near = openLoopback(`http://127.0.0.1:${port}`, {
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  table = tableDirectly(near);
  sdk = new DynamoDBClient(near.client);
});
afterEach(async () => {
  sdk.destroy();
  await near.close();
  server.closeAllConnections();
  server.close();
});

const says = (body: object, status = 200) => {
  answer = (response) => {
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify(body));
  };
};

describe("a command that succeeds", () => {
  it.each([
    [new GetItemCommand({ TableName, Key, ConsistentRead: true }), { Item: written }],
    [new GetItemCommand({ TableName, Key }), {}],
    [
      new BatchGetItemCommand({ RequestItems: { things: { Keys: [Key] } } }),
      { Responses: { things: [written, written] }, UnprocessedKeys: { things: { Keys: [Key] } } },
    ],
    [
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { B: bytes(9) } },
        Limit: 2,
      }),
      { Items: [written], Count: 1, LastEvaluatedKey: { pk: { B: "CQ==" } } },
    ],
    [new PutItemCommand({ TableName, Item: deep }), {}],
    [
      new UpdateItemCommand({ TableName, Key, ReturnValues: "UPDATED_NEW" }),
      { Attributes: { value: { N: "7" } } },
    ],
    [new DeleteItemCommand({ TableName, Key }), {}],
    [
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: deep } },
          { ConditionCheck: { TableName, Key, ConditionExpression: "attribute_exists(pk)" } },
        ],
      }),
      {},
    ],
  ])("is said and heard as by the SDK: %#", async (command, body) => {
    says(body);
    const { $metadata: _, ...bySdk } = await sdk.send(command as GetItemCommand);
    const direct = await table.send(command as GetItemCommand);
    expect(direct).toEqual(bySdk);
    expect(asked[1]).toEqual(asked[0]);
  });

  it("leaves what it was given as it was", async () => {
    says({});
    const command = new PutItemCommand({ TableName, Item: structuredClone(deep) });
    await table.send(command);
    expect(command.input.Item).toEqual(deep);
  });

  it("goes by the SDK where it is none for items", async () => {
    says({ Table: { TableName, CreationDateTime: 1.5 } });
    const { Table } = await table.send(new DescribeTableCommand({ TableName }));
    expect(Table?.CreationDateTime).toEqual(new Date(1_500));
  });
});

describe("a command that fails", () => {
  it("fails by the SDK's name, with all that is said of it, and is asked once", async () => {
    const reasons = [{ Code: "ConditionalCheckFailed", Item: written }, { Code: "None" }];
    says({ __type: "x#TransactionCanceledException", CancellationReasons: reasons }, 400);
    const command = new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName, Item: deep } }],
    });
    await expect(table.send(command)).rejects.toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [{ Code: "ConditionalCheckFailed", Item: deep }, { Code: "None" }],
    });
    expect(asked).toHaveLength(1);
  });

  it("is tried again where the SDK does so", async () => {
    answer = (response) => {
      if (asked.length > 1) return void response.end(JSON.stringify({ Item: written }));
      response.writeHead(500);
      response.end(JSON.stringify({ __type: "InternalServerError" }));
    };
    expect((await table.send(new GetItemCommand({ TableName, Key }))).Item).toEqual(deep);
    expect(asked).toHaveLength(2);
  });

  it("is tried again where the connection broke", async () => {
    answer = (response, request) =>
      asked.length > 1 ? response.end(JSON.stringify({ Item: written })) : request.socket.destroy();
    expect((await table.send(new GetItemCommand({ TableName, Key }))).Item).toEqual(deep);
    expect(asked).toHaveLength(2);
  });
});
