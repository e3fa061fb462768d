import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { CannotStart } from "../../../../infra/local/cannot-start.ts";
import type { Door } from "../../../../infra/local/door/door.ts";
import { doorWith, eventOf, route } from "./builder.ts";

const doors: Door[] = [];
async function open(options: Parameters<typeof doorWith>[0]) {
  const opened = await doorWith(options);
  doors.push(opened.door);
  return opened;
}
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

describe("the event", () => {
  it("is that of payload format 2.0", async () => {
    const now = () => Date.UTC(2026, 8, 1, 7, 5, 9);
    const { door, origin } = await open({ routes: [route("POST /applications/{id}")], now });
    const response = await fetch(`${origin}/applications/a%20b?x=1&x=2&name=%C4%91`, {
      method: "POST",
      headers: { "content-type": "application/json", "X-Custom": "One", "user-agent": "test" },
      body: '{"a":"đ"}',
    });
    const { headers, requestContext, ...event } = await eventOf(response);
    expect(event).toEqual({
      version: "2.0",
      routeKey: "POST /applications/{id}",
      rawPath: "/applications/a b",
      rawQueryString: "x=1&x=2&name=%C4%91",
      queryStringParameters: { x: "1,2", name: "đ" },
      pathParameters: { id: "a b" },
      body: '{"a":"đ"}',
      isBase64Encoded: false,
    });
    expect(headers).toMatchObject({
      host: `127.0.0.1:${door.port}`,
      "x-custom": "One",
      "content-type": "application/json",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
    });
    expect(requestContext).toEqual({
      accountId: "000000000000",
      apiId: "local",
      domainName: `127.0.0.1:${door.port}`,
      domainPrefix: "127",
      http: {
        method: "POST",
        path: "/applications/a b",
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: "test",
      },
      requestId: response.headers.get("apigw-requestid"),
      routeKey: "POST /applications/{id}",
      stage: "$default",
      time: "01/Sep/2026:07:05:09 +0000",
      timeEpoch: now(),
    });
  });

  it("leaves out body, query and parameters where there are none", async () => {
    const { origin } = await open({ routes: [route("GET /a")] });
    const event = await eventOf(await fetch(`${origin}/a`));
    expect(Object.keys(event).sort()).toEqual(
      "headers isBase64Encoded rawPath rawQueryString requestContext routeKey version".split(" "),
    );
  });

  it("joins repeated headers by commas and takes cookies apart", async () => {
    const { door } = await open({ routes: [route("GET /a")] });
    const request = httpRequest({ port: door.port, path: "/a" });
    request.setHeader("Accept", ["text/html", "text/plain"]);
    request.setHeader("Cookie", ["a=1; b=2", "c=3"]);
    request.end();
    const [response] = await once(request, "response");
    const { event } = JSON.parse(await text(response));
    expect(event.headers.accept).toBe("text/html,text/plain");
    expect(event.headers.cookie).toBeUndefined();
    expect(event.cookies).toEqual(["a=1", "b=2", "c=3"]);
  });

  it.each([
    ["application/json", false],
    ["application/json; charset=utf-8", false],
    ["text/csv", false],
    ["application/xml", false],
    ["application/x-www-form-urlencoded", true],
    ["application/merge-patch+json", true],
    ["application/pdf", true],
    ["", true],
  ])("of a body of type '%s' has base64: %s", async (type, expected) => {
    const { origin } = await open({ routes: [route("POST /a")] });
    const body = Buffer.from("đ 1");
    const headers = { "content-type": type };
    const event = await eventOf(await fetch(`${origin}/a`, { method: "POST", headers, body }));
    expect(event.isBase64Encoded).toBe(expected);
    expect(Buffer.from(event.body ?? "", expected ? "base64" : "utf8")).toEqual(body);
  });
});

describe("the answer", () => {
  const answering = async (result: unknown) => {
    const { origin } = await open({
      routes: [route("GET /a", "answer")],
      functions: { answer: async () => result },
    });
    return fetch(`${origin}/a`);
  };

  it("is the function's status, headers, cookies and body", async () => {
    const response = await answering({
      statusCode: 201,
      headers: { "Content-Type": "application/problem+json", "X-Count": 3 },
      cookies: ["a=1; HttpOnly", "b=2"],
      body: '{"ok":true}',
    });
    expect(response.status).toBe(201);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("x-count")).toBe("3");
    expect(response.headers.getSetCookie()).toEqual(["a=1; HttpOnly", "b=2"]);
    expect(await response.json()).toEqual({ ok: true });
  });

  it("decodes a body of base64", async () => {
    const body = Buffer.from([0, 255, 10]);
    const response = await answering({
      statusCode: 200,
      body: body.toString("base64"),
      isBase64Encoded: true,
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(body);
  });

  it.each([
    ["a plain object", { a: 1 }, '{"a":1}'],
    ["a text", "Hello", "Hello"],
    ["a list", [1], "[1]"],
    ["nothing", undefined, "null"],
  ])("for %s is 200 and JSON", async (_, result, body) => {
    const response = await answering(result);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.text()).toBe(body);
  });

  it("of 204 has neither body nor type", async () => {
    const response = await answering({ statusCode: 204 });
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      204,
      null,
      "",
    ]);
  });

  it.each([
    ["a status that is none", { statusCode: "soon" }],
    ["a status out of range", { statusCode: 99 }],
    ["a body that is no text", { statusCode: 200, body: { a: 1 } }],
    ["a header that HTTP forbids", { statusCode: 200, headers: { "x-a": "1\r\nx-b: 2" } }],
  ])("for %s is API Gateway's 500", async (_, result) => {
    const response = await answering(result);
    expect([response.status, await response.json()]).toEqual([
      500,
      { message: "Internal Server Error" },
    ]);
  });
});

describe("what the door answers by itself", () => {
  it("is 500 for a function that fails, without the reason", async () => {
    const { origin } = await open({
      routes: [route("GET /a", "fail")],
      functions: {
        fail: async () => {
          throw new Error("secret");
        },
      },
    });
    const response = await fetch(`${origin}/a`);
    expect([response.status, await response.text()]).toEqual([
      500,
      '{"message":"Internal Server Error"}',
    ]);
  });

  it("is 503 for a function that takes too long", async () => {
    const { origin } = await open({
      routes: [route("GET /a", "never")],
      functions: { never: () => new Promise(() => {}) },
      integrationTimeoutMs: 20,
    });
    const response = await fetch(`${origin}/a`);
    expect([response.status, await response.json()]).toEqual([
      503,
      { message: "Service Unavailable" },
    ]);
  });

  it.each([
    ["GET", "/b", 404, "Not Found"],
    ["DELETE", "/a", 404, "Not Found"],
    ["GET", "/%E0%A4%A", 400, "Bad Request"],
  ])("for %s %s is %i", async (method, path, status, message) => {
    const { origin } = await open({ routes: [route("GET /a")] });
    const response = await fetch(origin + path, { method });
    expect([response.status, await response.json()]).toEqual([status, { message }]);
  });

  it("is 413 for a body above ten megabytes, which the client gets to read", async () => {
    const { origin } = await open({ routes: [route("POST /a")] });
    const response = await fetch(`${origin}/a`, { method: "POST", body: Buffer.alloc(12_000_000) });
    expect([response.status, await response.json()]).toEqual([
      413,
      { message: "Request Entity Too Large" },
    ]);
  });

  it("is 431 for headers above ten kilobytes", async () => {
    const { origin } = await open({ routes: [route("GET /a")] });
    const response = await fetch(`${origin}/a`, { headers: { "x-long": "x".repeat(11_000) } });
    expect(response.status).toBe(431);
  });

  it("is an empty body for HEAD, with the length that GET would have", async () => {
    const { origin } = await open({
      routes: [route("GET /a", "answer")],
      functions: { answer: async () => ({ statusCode: 200, body: "12345" }) },
    });
    const response = await fetch(`${origin}/a`, { method: "HEAD" });
    expect(response.headers.get("content-length")).toBe("5");
    expect(await response.text()).toBe("");
  });

  it("is the methods of a path for OPTIONS", async () => {
    const { origin } = await open({ routes: [route("GET /a"), route("POST /a")] });
    const response = await fetch(`${origin}/a`, { method: "OPTIONS" });
    expect([response.status, response.headers.get("allow")]).toEqual([
      204,
      "GET, HEAD, POST, OPTIONS",
    ]);
  });

  it("survives a client that goes away in the middle of its body", async () => {
    const { door, origin, log } = await open({ routes: [route("POST /a"), route("GET /a")] });
    const socket = connect(door.port, "127.0.0.1");
    socket.write("POST /a HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nhalf");
    await once(socket, "connect");
    socket.resetAndDestroy();
    expect((await fetch(`${origin}/a`)).status).toBe(200);
    expect(log.lines.filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("the access log", () => {
  it("names the route and not the path, which may hold anything", async () => {
    const { origin, log } = await open({ routes: [route("GET /people/{name}")] });
    await fetch(`${origin}/people/Nguyen?token=secret`);
    expect(log.lines).toEqual([
      {
        level: "info",
        message: "Request served.",
        fields: {
          requestId: expect.stringMatching(/^[\w+/]{15}=$/),
          route: "GET /people/{name}",
          method: "GET",
          status: 200,
          milliseconds: expect.any(Number),
        },
      },
    ]);
  });
});

describe("mounted services", () => {
  const named = (name: string) => ({
    prefix: name,
    listener: (request: { url?: string }, response: { end(text: string): void }) =>
      response.end(`${name} got ${request.url}`),
  });

  it.each([
    ["/identity", "/identity got /identity"],
    ["/identity/keys?x=1", "/identity got /identity/keys?x=1"],
    ["/identity/officers/a", "/identity/officers got /identity/officers/a"],
  ])("answer %s, the longest prefix first", async (path, expected) => {
    const { origin } = await open({ mounts: [named("/identity"), named("/identity/officers")] });
    expect(await (await fetch(origin + path)).text()).toBe(expected);
  });

  it("do not answer for a neighbour whose name begins alike", async () => {
    const { origin } = await open({ mounts: [named("/identity")] });
    expect((await fetch(`${origin}/identity-cards`)).status).toBe(404);
  });

  it("at the root answer for the root alone", async () => {
    const { origin } = await open({ mounts: [named("/")] });
    expect((await fetch(`${origin}/`)).status).toBe(200);
    expect((await fetch(`${origin}/a`)).status).toBe(404);
  });

  it("that fail, at once or later, are a 500", async () => {
    const fail = async () => {
      throw new Error("secret");
    };
    const { origin } = await open({ mounts: [{ prefix: "/files", listener: fail }] });
    const response = await fetch(`${origin}/files/a`);
    expect([response.status, await response.json()]).toEqual([
      500,
      { message: "Internal Server Error" },
    ]);
  });
});

describe("opening and closing", () => {
  it("says in one line that the port is taken", async () => {
    const { door } = await open({});
    const second = doorWith({ port: door.port });
    await expect(second).rejects.toThrow(CannotStart);
    await expect(second).rejects.toThrow(
      `Port ${door.port} on 127.0.0.1 is taken by another program: stop it, or choose another port.`,
    );
  });

  it("lets the request under way end before it closes", async () => {
    let finish = (_: unknown) => {};
    let begun = () => {};
    const started = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const { door, origin } = await open({
      routes: [route("GET /a", "slow")],
      functions: {
        slow: () => {
          begun();
          return new Promise((resolve) => {
            finish = resolve;
          });
        },
      },
    });
    const response = fetch(`${origin}/a`);
    await started;
    const closed = door.close();
    finish("done");
    expect(await (await response).text()).toBe("done");
    await closed;
  });

  it("keeps a connection open for the next request", async () => {
    const { origin } = await open({ routes: [route("GET /a")] });
    expect((await fetch(`${origin}/a`)).headers.get("connection")).toBe("keep-alive");
  });
});
