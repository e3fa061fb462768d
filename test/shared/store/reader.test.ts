import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Access, accessIn } from "../../../shared/aws/request.ts";
import {
  openTable,
  put,
  type Table,
  type TableReader,
  tableClient,
  Unavailable,
} from "../../../shared/store/client.ts";
import { openReader } from "../../../shared/store/reader.ts";
import { openLocalStore } from "./local-store.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const NEVER = async () => {};

describe("the reader", () => {
  let table: Table;
  let reader: TableReader;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const local = await openLocalStore();
    close = local.close;
    const access = { endpoint: local.endpoint, region: "local", credentials };
    table = openTable("licentia", tableClient(access));
    reader = openReader("licentia", access);
    await table.write([put({ ...key(0), ...everything })]);
    for (let at = 1; at < 130; at++) await table.write([put({ ...key(at), at })]);
  });
  afterAll(() => close?.());

  const key = (at: number) => ({ pk: "READ", sk: `EACH#${String(at).padStart(4, "0")}` });
  const everything = {
    text: "Điện Bàn",
    number: -12.5,
    yes: true,
    nothing: null,
    bytes: new Uint8Array([0, 1, 254, 255]),
    list: ["one", 2, { three: [] }],
    map: { within: { deeper: "é" } },
    set: new Set(["a", "b"]),
  };

  it("gives an item as the SDK does, whatever is in it", async () => {
    const item = await reader.get(key(0));
    expect(item).toEqual({ ...key(0), ...everything });
    expect(item).toEqual(await table.get(key(0)));
  });

  it("gives nothing where nothing is", async () => {
    expect(await reader.get({ pk: "READ", sk: "NONE" })).toBeUndefined();
    expect(await reader.getAll([])).toEqual([]);
  });

  it("gives more items at once than one request takes", async () => {
    const wanted = Array.from({ length: 140 }, (_, at) => key(at));
    const found = await reader.getAll(wanted);
    expect(found.map(({ sk }) => sk).sort()).toEqual(wanted.slice(0, 130).map(({ sk }) => sk));
  });

  it("goes through a query page by page, in the SDK's own order", async () => {
    const query = { partition: ["pk", "READ"], sort: { name: "sk", prefix: "EACH#" } } as const;
    const first = await reader.query({ ...query, limit: 100, consistent: true });
    const rest = await reader.query({ ...query, ...(first.last && { after: first.last }) });
    expect(first).toEqual(await table.query({ ...query, limit: 100, consistent: true }));
    expect([...first.items, ...rest.items]).toHaveLength(130);
    expect(rest.last).toBeUndefined();
  });
});

describe("a table that does not answer well", () => {
  type Reply = { status: number; body: string } | "cut off";
  let server: Server;
  const asked: string[] = [];
  afterEach(() => {
    server.close();
    server.closeAllConnections();
    asked.length = 0;
  });

  async function answering(...replies: Reply[]): Promise<TableReader> {
    server = createServer((request, response) => {
      asked.push(String(request.headers["x-amz-target"]));
      const reply = replies[asked.length - 1] ?? "cut off";
      if (reply === "cut off") return request.socket.destroy();
      response.writeHead(reply.status).end(reply.body);
      return undefined;
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const access: Access = { endpoint: `http://127.0.0.1:${port}`, region: "local", credentials };
    return openReader("licentia", access, NEVER);
  }
  const fault = (status: number, name: string): Reply => ({
    status,
    body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: "secret" }),
  });
  const item: Reply = { status: 200, body: '{"Item":{"pk":{"S":"a"}}}' };
  const key = { pk: "a", sk: "b" };

  it.each<[string, Reply]>([
    ["throttles", fault(400, "ProvisionedThroughputExceededException")],
    ["fails", { status: 500, body: "<html>" }],
    ["is away", "cut off"],
  ])("is asked again where it %s", async (_, reply) => {
    const reader = await answering(reply, reply, item);
    expect(await reader.get(key)).toEqual({ pk: "a" });
    expect(asked).toHaveLength(3);
  });

  it("is given up after three times", async () => {
    const reader = await answering("cut off", fault(503, "ServiceUnavailable"), "cut off", item);
    await expect(reader.get(key)).rejects.toBeInstanceOf(Unavailable);
    expect(asked).toHaveLength(3);
  });

  it("is not asked again where the request is at fault, and its message is not told on", async () => {
    const reader = await answering(fault(400, "ValidationException"), item);
    const refused = await reader.get(key).catch((error: Error) => error);
    expect(refused).toMatchObject({ name: "ValidationException" });
    expect(String(refused)).not.toContain("secret");
    expect(asked).toEqual(["DynamoDB_20120810.GetItem"]);
  });

  it("is asked for what it left unanswered, and not for ever", async () => {
    const left: Reply = {
      status: 200,
      body: JSON.stringify({ UnprocessedKeys: { licentia: { Keys: [{ pk: { S: "a" } }] } } }),
    };
    const one: Reply = { status: 200, body: '{"Responses":{"licentia":[{"pk":{"S":"a"}}]}}' };
    expect(await (await answering(left, one)).getAll([key])).toEqual([{ pk: "a" }]);
    server.close();
    asked.length = 0;
    const never = await answering(...Array.from({ length: 20 }, () => left));
    await expect(never.getAll([key])).rejects.toBeInstanceOf(Unavailable);
  });
});

describe("the access of a function", () => {
  it("is what its environment says", () => {
    const environment = {
      AWS_REGION: "ap-southeast-1",
      AWS_ACCESS_KEY_ID: "id",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_SESSION_TOKEN: "token",
    };
    expect(accessIn(environment, "DYNAMODB")).toEqual({
      endpoint: undefined,
      region: "ap-southeast-1",
      credentials: { accessKeyId: "id", secretAccessKey: "secret", sessionToken: "token" },
    });
    const elsewhere = { AWS_ENDPOINT_URL: "http://all", AWS_ENDPOINT_URL_DYNAMODB: "http://table" };
    expect(accessIn(elsewhere, "DYNAMODB").endpoint).toBe("http://table");
    expect(accessIn({ AWS_ENDPOINT_URL: "http://all" }, "DYNAMODB").endpoint).toBe("http://all");
  });
});
