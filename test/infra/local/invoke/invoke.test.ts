import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Context } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { invokeInProcess } from "../../../../infra/local/invoke/in-process.ts";
import { FunctionNotFound } from "../../../../infra/local/invoke/invocation.ts";
import { type FunctionServer, serveFunctions } from "../../../../infra/local/invoke/server.ts";
import { LOCAL_ACCESS, memoryLog } from "../store/builder.ts";

class NoSuchLicence extends Error {
  override readonly name = "NoSuchLicence";
}

let seen: unknown[];
const functions = {
  echo: async (event: unknown) => event,
  note: async (event: unknown) => void seen.push(event),
  about: async (_: unknown, context: Context) => ({
    name: context.functionName,
    arn: context.invokedFunctionArn,
    memory: context.memoryLimitInMB,
    hasTime: context.getRemainingTimeInMillis() > 29_000,
    hasId: /^[\da-f-]{36}$/.test(context.awsRequestId),
  }),
  fail: async () => {
    throw new NoSuchLicence("There is none.");
  },
  failWithText: async () => {
    throw "plain";
  },
  large: async () => "x".repeat(7_000_000),
  never: () => new Promise(() => {}),
};

beforeEach(() => {
  seen = [];
});

describe("invokeInProcess", () => {
  const invoke = invokeInProcess(functions);

  it("hands on a copy and gives back what JSON keeps of the result", async () => {
    expect(await invoke("echo", '{"a":[1,null]}')).toEqual({ payload: '{"a":[1,null]}' });
  });

  it("answers null for a function that returns nothing", async () => {
    expect(await invoke("note", "{}")).toEqual({ payload: "null" });
  });

  it.each([
    "echo",
    "echo:live",
    "000000000000:function:echo",
    "arn:aws:lambda:local:000000000000:function:echo",
    "arn:aws:lambda:local:000000000000:function:echo:$LATEST",
  ])("finds the function by %s", async (functionName) => {
    expect(await invoke(functionName, "1")).toEqual({ payload: "1" });
  });

  it("tells the function who it is and how long it has", async () => {
    const { payload } = await invoke("about", "{}");
    expect(JSON.parse(payload)).toEqual({
      name: "about",
      arn: "arn:aws:lambda:local:000000000000:function:about",
      memory: "512",
      hasTime: true,
      hasId: true,
    });
  });

  it("makes an error of the function a result with its type, message and trace", async () => {
    const { payload, functionError } = await invoke("fail", "{}");
    expect(functionError).toBe("Unhandled");
    expect(JSON.parse(payload)).toEqual({
      errorType: "NoSuchLicence",
      errorMessage: "There is none.",
      trace: expect.arrayContaining(["NoSuchLicence: There is none."]),
    });
  });

  it("reports what is thrown and is no error", async () => {
    const { payload } = await invoke("failWithText", "{}");
    expect(JSON.parse(payload)).toEqual({ errorType: "string", errorMessage: "plain", trace: [] });
  });

  it("fails an answer above Lambda's six megabytes", async () => {
    const { payload } = await invoke("large", "{}");
    expect(JSON.parse(payload).errorType).toBe("Function.ResponseSizeTooLarge");
  });

  it("gives each function the time that is its own", async () => {
    const times: Record<string, number> = { about: 300, echo: 1 };
    const own = invokeInProcess(
      { about: async (_: unknown, context: Context) => context.getRemainingTimeInMillis() },
      { timeoutSeconds: (name) => times[name] ?? 0 },
    );
    expect(Number((await own("about", "{}")).payload)).toBeGreaterThan(290_000);
  });

  it("fails a function that takes too long", async () => {
    const { payload } = await invokeInProcess(functions, { timeoutSeconds: 0.02 })("never", "{}");
    expect(JSON.parse(payload).errorType).toBe("Sandbox.Timedout");
  });

  it.each(["nobody", "constructor", "__proto__"])("knows no function %s", async (name) => {
    await expect(invoke(name, "{}")).rejects.toThrow(FunctionNotFound);
  });
});

describe("serveFunctions, called by the AWS SDK", () => {
  let server: FunctionServer;
  let lambda: LambdaClient;
  const log = memoryLog();

  beforeEach(async () => {
    server = await serveFunctions(functions, { log });
    lambda = new LambdaClient({ ...LOCAL_ACCESS, endpoint: server.endpoint });
  });
  afterEach(async () => {
    lambda.destroy();
    await server.close();
  });

  const invoke = (FunctionName: string, Payload: string, more = {}) =>
    lambda.send(new InvokeCommand({ FunctionName, Payload, ...more }));

  it("waits for the answer of a RequestResponse invocation", async () => {
    const { Payload, StatusCode, ExecutedVersion } = await invoke("echo", '{"name":"Nguyễn"}');
    expect({ answer: Payload?.transformToString(), StatusCode, ExecutedVersion }).toEqual({
      answer: '{"name":"Nguyễn"}',
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
    });
  });

  it("takes an ARN", async () => {
    const { Payload } = await invoke("arn:aws:lambda:local:000000000000:function:echo", "1");
    expect(Payload?.transformToString()).toBe("1");
  });

  it("names the function's error", async () => {
    const { FunctionError, Payload } = await invoke("fail", "{}");
    expect(FunctionError).toBe("Unhandled");
    expect(JSON.parse(Payload?.transformToString() ?? "").errorType).toBe("NoSuchLicence");
  });

  it("accepts an Event invocation and runs it before it closes", async () => {
    const { StatusCode } = await invoke("note", '{"n":1}', { InvocationType: "Event" });
    expect(StatusCode).toBe(202);
    await server.close();
    expect(seen).toEqual([{ n: 1 }]);
    server = await serveFunctions(functions, { log });
  });

  it("runs nothing in a DryRun", async () => {
    const { StatusCode } = await invoke("note", "{}", { InvocationType: "DryRun" });
    expect({ StatusCode, seen }).toEqual({ StatusCode: 204, seen: [] });
  });

  it.each([
    ["an unknown function", "nobody", "{}", "ResourceNotFoundException"],
    ["a payload that is no JSON", "echo", "{", "InvalidRequestContentException"],
    [
      "a payload above six megabytes",
      "echo",
      '"'.padEnd(6_300_000, "x"),
      "RequestTooLargeException",
    ],
  ])("answers %s as Lambda does", async (_, functionName, payload, name) => {
    await expect(invoke(functionName, payload)).rejects.toMatchObject({ name });
  });
});
