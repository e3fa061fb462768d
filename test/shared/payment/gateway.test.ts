import { describe, expect, test } from "vitest";
import { GatewayFailed, httpGateway } from "../../../shared/payment/gateway.ts";

const ORDER = {
  reference: "fee-1",
  amount: 1_200_000,
  currency: "VND",
  description: "Retail liquor licence",
  returnUrl: "http://localhost:3000/applications/1",
};
const CHECKOUT = {
  id: "co_1",
  url: "http://localhost:3000/gateway/pay/co_1",
  status: "open",
  amount: 1_200_000,
  currency: "VND",
  reference: "fee-1",
};

/** A gateway that gives one answer to everything. */
function answering(status: number, body: unknown) {
  const calls: { url: string; init: RequestInit | undefined }[] = [];
  const gateway = httpGateway({
    url: "http://gateway.example",
    key: "key",
    fetch: async (url, init) => {
      calls.push({ url: String(url), init });
      return new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
    },
  });
  return { gateway, calls };
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => (error instanceof GatewayFailed ? { retryable: error.retryable } : error),
  );

test("opens a checkout with the key and the order as they are", async () => {
  const { gateway, calls } = answering(200, CHECKOUT);
  expect(await gateway.open(ORDER)).toEqual(CHECKOUT);
  expect(calls[0]?.url).toBe("http://gateway.example/checkouts");
  expect(calls[0]?.init?.headers).toMatchObject({ authorization: "Bearer key" });
  expect(JSON.parse(String(calls[0]?.init?.body))).toEqual(ORDER);
});

test("members that a later gateway adds are passed over", async () => {
  expect(await answering(200, { ...CHECKOUT, livemode: false }).gateway.fetch("co_1")).toEqual(
    CHECKOUT,
  );
});

test("a checkout that does not exist is undefined", async () => {
  expect(await answering(404, {}).gateway.fetch("co_1")).toBeUndefined();
});

test("an id never leaves its place in the path", async () => {
  const { gateway, calls } = answering(404, {});
  await gateway.fetch("../keys?x");
  expect(calls[0]?.url).toBe("http://gateway.example/checkouts/..%2Fkeys%3Fx");
});

describe("a call that failed", () => {
  test.each([429, 500, 503])("with %d may be repeated", async (status) => {
    expect(await failure(answering(status, {}).gateway.fetch("co_1"))).toEqual({ retryable: true });
  });

  test.each([400, 401, 409])("with %d may not be repeated", async (status) => {
    expect(await failure(answering(status, {}).gateway.refund("co_1"))).toEqual({
      retryable: false,
    });
  });

  test("for want of an answer may be repeated", async () => {
    const gateway = httpGateway({
      url: "http://gateway.example",
      key: "key",
      timeoutMilliseconds: 5,
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
        }),
    });
    expect(await failure(gateway.fetch("co_1"))).toEqual({ retryable: true });
  });
});

describe("not believed is", () => {
  test.each([
    ["a broken amount", { ...CHECKOUT, amount: 1.5 }],
    ["an amount as text", { ...CHECKOUT, amount: "1200000" }],
    ["a currency that is none", { ...CHECKOUT, currency: "đ" }],
    ["an unknown status", { ...CHECKOUT, status: "settled" }],
    ["another checkout than was asked for", { ...CHECKOUT, id: "co_2" }],
    ["a page to pay at that is a script", { ...CHECKOUT, url: "javascript:alert(1)" }],
    ["what is no JSON", "<html>"],
  ])("%s", async (_, body) => {
    expect(await failure(answering(200, body).gateway.fetch("co_1"))).toEqual({ retryable: false });
  });

  test("a checkout opened for another reference", async () => {
    const { gateway } = answering(200, { ...CHECKOUT, reference: "fee-2" });
    expect(await failure(gateway.open(ORDER))).toEqual({ retryable: false });
  });

  test("a refund after which the checkout is not refunded", async () => {
    const { gateway } = answering(200, { ...CHECKOUT, status: "paid" });
    expect(await failure(gateway.refund("co_1"))).toEqual({ retryable: false });
  });
});
