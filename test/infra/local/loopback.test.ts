import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  DynamoDBClient,
  GetItemCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, it } from "vitest";
import { type OpenLoopback, openLoopback, withinProcess } from "../../../infra/local/loopback.ts";

const access = {
  region: "local",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
};
const command = new GetItemCommand({ TableName: "things", Key: { pk: { S: "a" } } });

let server: Server;
let loopback: OpenLoopback;

async function serving(listener: RequestListener): Promise<DynamoDBClient> {
  server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  loopback = openLoopback(`http://127.0.0.1:${port}`, access);
  return new DynamoDBClient(loopback.client);
}

afterEach(async () => {
  await loopback.close();
  server.closeAllConnections();
  server.close();
});

describe("a client by the short way", () => {
  it("says what it wants and hears the answer", async () => {
    let asked: unknown;
    const client = await serving(async (request, response) => {
      const body = await request.setEncoding("utf8").toArray();
      asked = { target: request.headers["x-amz-target"], body: JSON.parse(body.join("")) };
      response.end(JSON.stringify({ Item: { pk: { S: "a" }, text: { S: "Điện Bàn" } } }));
    });
    const { Item } = await client.send(command);
    expect(Item?.["text"]).toEqual({ S: "Điện Bàn" });
    expect(asked).toEqual({
      target: "DynamoDB_20120810.GetItem",
      body: { TableName: "things", Key: { pk: { S: "a" } } },
    });
  });

  it("sends a transaction as it is but for the SDK's own token", async () => {
    let asked: unknown;
    const client = await serving(async (request, response) => {
      const body = await request.setEncoding("utf8").toArray();
      asked = JSON.parse(body.join(""));
      response.end("{}");
    });
    const text = { S: 'it said ,"ClientRequestToken":"a", and {"ClientRequestToken":"b"}' };
    const TransactItems = [{ Put: { TableName: "things", Item: { pk: { S: "a" }, text } } }];
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
    expect(asked).toEqual({ TransactItems });
  });

  const put = { pk: { S: "a" }, sk: { S: "b" }, n: { N: "1" } };
  const writing = new TransactWriteItemsCommand({
    TransactItems: [{ Put: { TableName: "things", Item: put } }],
  });
  const losingReplies = (stands: object | undefined) => {
    const asked: string[] = [];
    const client = serving((request, response) => {
      const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
      asked.push(operation);
      if (operation === "GetItem") response.end(JSON.stringify({ Item: stands }));
      else if (asked.length === 1) request.socket.destroy();
      else response.end("{}");
    });
    return { client, asked };
  };

  it("knows a transaction that took place though its reply was lost", async () => {
    const { client, asked } = losingReplies({ ...put });
    await (await client).send(writing);
    expect(asked).toEqual(["TransactWriteItems", "GetItem"]);
  });

  it("knows it by what was to be new, though the rest has moved since", async () => {
    const asked: string[] = [];
    const client = await serving((request, response) => {
      const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
      asked.push(operation);
      if (operation === "GetItem") response.end(JSON.stringify({ Item: put }));
      else request.socket.destroy();
    });
    const moved = { ...put, sk: { S: "moved" } };
    const ConditionExpression = "attribute_not_exists(pk)";
    const TransactItems = [
      { Put: { TableName: "things", Item: moved } },
      { Put: { TableName: "things", Item: put, ConditionExpression } },
    ];
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
    expect(asked).toEqual(["TransactWriteItems", "GetItem"]);
  });

  it.each([
    ["is not there", undefined],
    ["is another", { ...put, n: { N: "2" } }],
  ])("asks again for a transaction where what stands there %s", async (_, stands) => {
    const { client, asked } = losingReplies(stands);
    await (await client).send(writing);
    expect(asked).toEqual(["TransactWriteItems", "GetItem", "TransactWriteItems"]);
  });

  it("knows a failure by the name that the service gives it", async () => {
    const client = await serving((_, response) => {
      response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify({ __type: "x#ResourceNotFoundException", message: "none" }));
    });
    await expect(client.send(command)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("asks again where the connection broke before an answer came", async () => {
    let requests = 0;
    const client = await serving((request, response) => {
      if (++requests === 1) request.socket.destroy();
      else response.end(JSON.stringify({ Item: { pk: { S: "a" } } }));
    });
    const { Item } = await client.send(command);
    expect(Item).toEqual({ pk: { S: "a" } });
    expect(requests).toBe(2);
  });
});

describe("a client of a service within the process", () => {
  const describing = new DescribeExecutionCommand({ executionArn: "arn:Điện Bàn" });

  it("says what it wants and hears the answer", async () => {
    const asked: unknown[] = [];
    const { client } = withinProcess(access, async (target, body) => {
      asked.push(target, JSON.parse(body));
      return { status: 200, body: { status: "RUNNING", startDate: 1.5 } };
    });
    const { status, startDate } = await new SFNClient(client).send(describing);
    expect([status, startDate]).toEqual(["RUNNING", new Date(1_500)]);
    expect(asked).toEqual(["AWSStepFunctions.DescribeExecution", { executionArn: "arn:Điện Bàn" }]);
  });

  it("knows a failure by the name that the service gives it", async () => {
    const { client } = withinProcess(access, async () => ({
      status: 400,
      body: { __type: "ExecutionDoesNotExist", message: "none" },
    }));
    await expect(new SFNClient(client).send(describing)).rejects.toMatchObject({
      name: "ExecutionDoesNotExist",
      message: "none",
    });
  });
});
