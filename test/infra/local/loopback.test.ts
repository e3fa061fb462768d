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
    const way = withinProcess(access, async (target, body) => {
      asked.push(target, JSON.parse(body));
      return { status: 200, body: { status: "RUNNING", startDate: 1.5 } };
    });
    const { status, startDate } = await new SFNClient(way).send(describing);
    expect([status, startDate]).toEqual(["RUNNING", new Date(1_500)]);
    expect(asked).toEqual(["AWSStepFunctions.DescribeExecution", { executionArn: "arn:Điện Bàn" }]);
  });

  it("knows a failure by the name that the service gives it", async () => {
    const way = withinProcess(access, async () => ({
      status: 400,
      body: { __type: "ExecutionDoesNotExist", message: "none" },
    }));
    await expect(new SFNClient(way).send(describing)).rejects.toMatchObject({
      name: "ExecutionDoesNotExist",
      message: "none",
    });
  });
});
