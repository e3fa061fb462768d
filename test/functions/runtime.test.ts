import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import type { HttpContract } from "../../functions/contract.ts";
import { http, internal, logger } from "../../functions/runtime.ts";
import { Problem } from "../../shared/problem.ts";
import { Unavailable } from "../../shared/store/client.ts";

const contract = {
  name: "create-party",
  method: "POST",
  path: "/things/{thing}",
  summary: "A thing of a test",
  pool: "applicants",
  idempotency: "accepted",
  params: z.strictObject({ thing: z.string().regex(/^[a-z]+$/) }),
  query: z.strictObject({ page: z.coerce.number().int().max(9).optional() }),
  body: z.strictObject({
    name: z.string().min(2),
    rooms: z.int().min(1),
    places: z.array(z.strictObject({ "a/b": z.string() })).optional(),
  }),
  answer: { status: 201, description: "Made" },
  problems: [],
} as const satisfies HttpContract;

const ISSUER = "https://applicants.example";
const claims = { sub: "lan", iss: ISSUER, token_use: "access" };
const GOOD = { name: "Hoa Sen", rooms: 2 };

interface Sent {
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
  claims?: object | undefined;
  query?: Record<string, string>;
  thing?: string;
  encoded?: boolean;
}

/** An event as API Gateway's HTTP API sends it (payload format 2.0). */
function event(sent: Sent): APIGatewayProxyEventV2 {
  const text = sent.text ?? JSON.stringify(sent.body ?? GOOD);
  return {
    version: "2.0",
    routeKey: "POST /things/{thing}",
    rawPath: "/things/x",
    rawQueryString: "",
    headers: { "content-type": "application/json", ...sent.headers },
    requestContext: {
      http: { method: "POST", path: "/things/x" },
      authorizer: { jwt: { claims: "claims" in sent ? sent.claims : claims, scopes: null } },
    },
    pathParameters: { thing: sent.thing ?? "x" },
    ...(sent.query && { queryStringParameters: sent.query }),
    body: sent.encoded ? Buffer.from(text).toString("base64") : text,
    isBase64Encoded: sent.encoded ?? false,
  } as unknown as APIGatewayProxyEventV2;
}

const handled = vi.fn(
  async (_: unknown): Promise<{ status: number; body?: unknown }> => ({
    status: 201,
    body: { made: true },
  }),
);
const handler = http(contract, handled);

async function reply(sent: Sent = {}) {
  const { statusCode, headers, body } = await handler(event(sent), {} as Context);
  return { status: statusCode, headers: headers ?? {}, body: body && JSON.parse(body) };
}

let logged: string[];
beforeEach(() => {
  process.env["APPLICANTS_ISSUER"] = ISSUER;
  logged = [];
  const keep = (...given: unknown[]) => void logged.push(JSON.stringify(given));
  vi.spyOn(logger, "error").mockImplementation(keep);
  vi.spyOn(logger, "warn").mockImplementation(keep);
});
afterEach(() => {
  delete process.env["APPLICANTS_ISSUER"];
  handled.mockReset().mockResolvedValue({ status: 201, body: { made: true } });
  vi.restoreAllMocks();
});

describe("a request that is in order", () => {
  it("reaches its handler parsed, and is answered as JSON that nobody keeps", async () => {
    const { status, headers, body } = await reply({
      headers: { "accept-language": "vi-VN,en;q=0.5", "idempotency-key": "k" },
    });
    expect({ status, body }).toEqual({ status: 201, body: { made: true } });
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
    });
    expect(handled.mock.calls[0]?.[0]).toMatchObject({
      body: GOOD,
      params: { thing: "x" },
      caller: { pool: "applicants", person: "lan" },
      language: "vi",
      idempotencyKey: "k",
    });
  });

  it("may be encoded by the door, and have a charset", async () => {
    const headers = { "content-type": "application/json; charset=utf-8" };
    await reply({ encoded: true, body: { ...GOOD, name: "Hội An" }, headers });
    expect(handled.mock.calls[0]?.[0]).toMatchObject({ body: { name: "Hội An" } });
  });

  it("has a digest of its own for each body", async () => {
    await reply();
    await reply();
    await reply({ body: { ...GOOD, rooms: 3 } });
    const [a, b, c] = handled.mock.calls.map(([request]) => (request as { digest: string }).digest);
    expect(a).toBe(b);
    expect(c).not.toBe(a);
  });
});

describe("a request that is not in order", () => {
  it.each([
    ["no JSON", { text: "{" }, 400, "malformed-json"],
    ["a bomb", { text: "[".repeat(100_000) }, 400, "malformed-json"],
    ["300 kB", { body: { ...GOOD, name: "x".repeat(300_000) } }, 413, "body-too-large"],
    [
      "another media type",
      { headers: { "content-type": "text/plain" } },
      415,
      "unsupported-media-type",
    ],
    [
      "a form",
      { headers: { "content-type": "application/x-www-form-urlencoded" } },
      415,
      "unsupported-media-type",
    ],
    ["an id that cannot be", { thing: "X-1" }, 404, "not-found"],
    ["a key with a space", { headers: { "idempotency-key": "a b" } }, 400, "malformed-request"],
    [
      "a key too long",
      { headers: { "idempotency-key": "k".repeat(129) } },
      400,
      "malformed-request",
    ],
    ["nobody's token", { claims: undefined }, 404, "not-found"],
    [
      "a token of another pool",
      { claims: { ...claims, iss: "https://officers.example" } },
      404,
      "not-found",
    ],
    ["an identity token", { claims: { ...claims, token_use: "id" } }, 404, "not-found"],
    ["a token without a subject", { claims: { ...claims, sub: "" } }, 404, "not-found"],
  ] as const)("is refused with %s", async (_, sent, status, code) => {
    const { headers, ...answer } = await reply(sent as Sent);
    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(handled).not.toHaveBeenCalled();
  });

  it.each([
    ["nothing", "", {}, 201],
    ["an empty object", "{}", {}, 201],
    ["members", '{"a":1}', {}, 422],
    ["what is no JSON", "garbage", {}, 400],
    ["a picture", "x", { "content-type": "image/png" }, 415],
  ])(
    "on a route without a body, with %s, is answered by what that is",
    async (_, text, headers, status) => {
      const { body: _body, ...without } = contract;
      const bare = http(without, handled);
      const answer = await bare(event({ text, headers }), {} as Context);
      expect(answer.statusCode).toBe(status);
    },
  );

  it("names every fault at once, each by its pointer", async () => {
    const { status, body } = await reply({
      body: { name: "x", rooms: 0.5, places: [{ "a/b": 1 }, {}], more: 1, "mo~re": 2 },
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      "/more",
      "/mo~0re",
      "/name",
      "/places/0/a~1b",
      "/places/1/a~1b",
      "/rooms",
    ]);
  });

  it("is told so in the reader's language, with the same codes", async () => {
    const said = async (language: string) =>
      (await reply({ body: {}, headers: { "accept-language": language } })).body;
    const [en, vi] = [await said("en"), await said("vi")];
    expect(vi.title).not.toBe(en.title);
    expect(vi.errors[0].detail).not.toBe(en.errors[0].detail);
    const codes = ({ errors }: { errors: { code: string; pointer: string }[] }) =>
      errors.map(({ code, pointer }) => [code, pointer]);
    expect(codes(vi)).toEqual(codes(en));
  });

  it("refuses members that would reach the prototype", async () => {
    const { body } = await reply({ text: '{"name":"ab","rooms":1,"__proto__":{"x":1}}' });
    expect(body.errors).toMatchObject([{ pointer: "/__proto__" }]);
  });

  it("refuses an unknown query member, and a bad one by name", async () => {
    const { body } = await reply({ query: { page: "10", sort: "asc" } });
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      "/page",
      "/sort",
    ]);
  });
});

describe("a handler that fails", () => {
  it("is answered by its problem", async () => {
    handled.mockRejectedValueOnce(new Problem("task-decided"));
    expect((await reply()).body).toMatchObject({
      type: "urn:licentia:problem:task-decided",
      code: "task-decided",
      retryable: false,
    });
    expect(logged).toEqual([]);
  });

  it("is busy while the table does not answer, and says when to come again", async () => {
    handled.mockRejectedValueOnce(new Unavailable("throttled"));
    const { status, headers, body } = await reply();
    expect({ status, code: body.code, retryable: body.retryable }).toEqual({
      status: 503,
      code: "busy",
      retryable: true,
    });
    expect(headers["retry-after"]).toBe("1");
  });

  it("tells neither its reader nor its log what it was about", async () => {
    const secret = "Nguyễn Thị Lan, 0905123456";
    const error = new Error(`cannot store\n${secret}\n  at ${secret}:1`, {
      cause: new TypeError(secret),
    });
    handled.mockRejectedValueOnce(error);
    const { status, body } = await reply({ body: { ...GOOD, name: secret } });
    expect({ status, code: body.code }).toEqual({ status: 500, code: "internal" });
    expect(JSON.stringify(body)).not.toContain("Nguyễn");
    expect(logged).toHaveLength(1);
    expect(logged[0]).not.toContain("Nguyễn");
    expect(logged[0]).toContain("runtime.test.ts");
    expect(logged[0]).toContain("TypeError");
  });

  it("says nothing of what was thrown where that was no error", async () => {
    handled.mockRejectedValueOnce("Nguyễn Thị Lan");
    expect((await reply()).status).toBe(500);
    expect(logged.join()).not.toContain("Nguyễn");
  });
});

describe("a function that no person calls", () => {
  const call = (error: unknown) =>
    internal("sweep", async () => {
      throw error;
    })({}, {} as Context);

  it("fails as it failed, and logs where", async () => {
    const error = new Error("a name: Lan");
    await expect(call(error)).rejects.toBe(error);
    expect(logged.join()).toContain('"function":"sweep"');
    expect(logged.join()).not.toContain("Lan");
  });

  it("logs nothing of an outcome, which is no failure", async () => {
    const outcome = Object.assign(new Error("over"), { name: "Withdrawn", expected: true });
    await expect(call(outcome)).rejects.toBe(outcome);
    expect(logged).toEqual([]);
  });
});
