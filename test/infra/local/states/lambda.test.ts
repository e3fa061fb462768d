import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { invokeOver } from "../../../../infra/local/states/lambda.ts";
import { attempt, call, machine } from "./trial.ts";

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * docs.aws.amazon.com/lambda/latest/api/API_Invoke.html; the names of Lambda's own errors in a Task:
 * docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
 */
describe("A function called over Lambda's protocol", () => {
  const asked: { url: string | undefined; type: unknown; body: string }[] = [];
  let reply: Reply = { body: "" };
  let server: Server;
  let endpoint: string;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      asked.push({ url: request.url, type: request.headers["x-amz-invocation-type"], body });
      response.writeHead(reply.status ?? 200, reply.headers).end(reply.body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const told = async (given: Reply) => {
    reply = given;
    return attempt(
      machine({ T: call({ a: 1 }, { Output: "{% $states.result.Payload %}", End: true }) }),
      {},
      { invoke: invokeOver(endpoint) },
    );
  };

  it("gets its payload, and gives what it answers", async () => {
    expect((await told({ body: '{"b":2}' })).output).toEqual({ b: 2 });
    expect(asked.at(-1)).toEqual({
      url: "/2015-03-31/functions/f/invocations",
      type: "RequestResponse",
      body: '{"a":1}',
    });
  });

  it("is called by its whole ARN where a Task names it so", async () => {
    const Resource = "arn:aws:lambda:us-east-1:000000000000:function:f";
    reply = { body: "1" };
    const T = { Type: "Task", Resource, End: true };
    await attempt(machine({ T }), {}, { invoke: invokeOver(endpoint) });
    expect(decodeURIComponent(String(asked.at(-1)?.url))).toContain(`/functions/${Resource}/`);
  });

  it("is waited for as long as Lambda lets it run, which fetch would not do", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new Error("gave up after five minutes")));
    try {
      expect(await told({ body: '{"b":2}' })).toMatchObject({ status: "SUCCEEDED" });
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("fails with the error that it threw", async () => {
    const body = '{"errorType":"Boom","errorMessage":"no"}';
    const trial = await told({ headers: { "x-amz-function-error": "Unhandled" }, body });
    expect(trial).toMatchObject({ status: "FAILED", error: "Boom", cause: body });
  });

  it.each<[string, Reply, string, string]>([
    [
      "by the header of the error",
      {
        status: 404,
        headers: { "x-amzn-errortype": "ResourceNotFoundException:http://internal" },
        body: '{"Message":"Function not found: f"}',
      },
      "Lambda.ResourceNotFoundException",
      "Function not found: f (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException;",
    ],
    [
      "by the body of the error",
      { status: 400, body: '{"__type":"x#InvalidRequestContentException","message":"no"}' },
      "Lambda.InvalidRequestContentException",
      "no (Service: AWSLambda; Status Code: 400;",
    ],
    ["by 404", { status: 404, body: "gone" }, "Lambda.ResourceNotFoundException", "gone (Service"],
    ["by 429", { status: 429, body: "" }, "Lambda.TooManyRequestsException", "Status Code: 429"],
    ["by 500", { status: 500, body: "{}" }, "Lambda.ServiceException", "Status Code: 500"],
  ])("that Lambda refuses fails under Lambda's name, told %s", async (_, given, error, cause) => {
    const trial = await told(given);
    expect(trial).toMatchObject({ error, cause: expect.stringContaining(cause) });
  });

  it.each([["http://127.0.0.1:1"], [undefined]])(
    "that is not reached at %s fails as Lambda.SdkClientException",
    async (nowhere) => {
      const invoke = invokeOver(nowhere);
      const trial = await attempt(machine({ T: call({}) }), {}, { invoke });
      expect(trial.error).toBe("Lambda.SdkClientException");
    },
  );
});
