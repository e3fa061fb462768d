import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OUTCOMES } from "../../../../infra/local/gateway/outcome.ts";
import { openGateway } from "../../../../infra/local/gateway/server.ts";
import { GatewayFailed, httpGateway } from "../../../../shared/payment/gateway.ts";
import type { Checkout, PaymentGateway } from "../../../../shared/ports.ts";
import { type Neighbour, neighbour } from "../neighbour.ts";
import { type Merchant, openMerchant, WEBHOOK_SECRET } from "./merchant.ts";

const KEY = "key-test";
const ORDER = {
  reference: "fee-1",
  amount: 1_200_000,
  currency: "VND",
  description: "Retail liquor licence <b>A</b>",
  returnUrl: "http://localhost:3000/applications/1?back=1",
};

let merchant: Merchant;
let home: Neighbour;
let gateway: PaymentGateway;

beforeEach(async () => {
  merchant = await openMerchant();
  home = await neighbour(({ origin, folder }) =>
    openGateway({
      url: `${origin}/gateway`,
      folder,
      key: KEY,
      webhook: { url: merchant.url, secret: WEBHOOK_SECRET },
      backoff: { first: 5, most: 20 },
    }),
  );
  gateway = httpGateway({ url: `${home.origin}/gateway`, key: KEY });
});
afterEach(async () => {
  await home.close();
  await merchant.close();
});

function pay(checkout: Checkout, form: Record<string, string>) {
  const body = new URLSearchParams(form);
  return fetch(checkout.url, { method: "POST", body, redirect: "manual" });
}

describe("a checkout", () => {
  test("is opened once for each reference", async () => {
    const first = await gateway.open(ORDER);
    const others = await Promise.all(Array.from({ length: 20 }, () => gateway.open(ORDER)));
    expect(new Set(others.map(({ id }) => id))).toEqual(new Set([first.id]));
    expect(first).toMatchObject({ status: "open", amount: 1_200_000, currency: "VND" });
  });

  test("of a reference is not opened again for another amount", async () => {
    await gateway.open(ORDER);
    await expect(gateway.open({ ...ORDER, amount: 1 })).rejects.toMatchObject({ retryable: false });
  });

  test("stays the same when it is asked for in another language", async () => {
    const first = await gateway.open(ORDER);
    expect(await gateway.open({ ...ORDER, description: "Giấy phép bán lẻ rượu" })).toEqual(first);
  });

  test("that was paid is given again, and no second one to pay", async () => {
    const first = await gateway.open(ORDER);
    await pay(first, { outcome: "paid" });
    expect(await gateway.open(ORDER)).toMatchObject({ id: first.id, status: "paid" });
  });

  test.each(["failed", "refunded"])("that was %s can be followed by another", async (end) => {
    const first = await gateway.open(ORDER);
    await pay(first, { outcome: end === "failed" ? "failed" : "wrong-amount" });
    if (end === "refunded") await gateway.refund(first.id);
    const second = await gateway.open(ORDER);
    expect(second).toMatchObject({ status: "open", reference: ORDER.reference });
    expect(second.id).not.toBe(first.id);
  });

  test("is nobody's business without the key", async () => {
    const stranger = httpGateway({ url: `${home.origin}/gateway`, key: "guess" });
    await expect(stranger.open(ORDER)).rejects.toThrow("401");
  });

  test("that was never opened is undefined", async () => {
    expect(await gateway.fetch("co_none")).toBeUndefined();
  });

  test.each([
    ["a negative amount", { ...ORDER, amount: -1 }, 400],
    ["a broken amount", { ...ORDER, amount: 0.5 }, 400],
    ["an unknown member", { ...ORDER, paid: true }, 400],
    ["a return to a script", { ...ORDER, returnUrl: "javascript:alert(1)" }, 400],
    ["17 kB of description", { ...ORDER, description: "x".repeat(17_000) }, 413],
  ])("is not opened with %s", async (_, order, status) => {
    const answer = await fetch(`${home.origin}/gateway/checkouts`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}` },
      body: JSON.stringify(order),
    });
    expect(answer.status).toBe(status);
  });
});

describe("the page to pay at", () => {
  test("shows what is asked, escaped, with a choice for each outcome", async () => {
    const checkout = await gateway.open(ORDER);
    const markup = await (await fetch(checkout.url)).text();
    expect(markup).toContain("Retail liquor licence &lt;b&gt;A&lt;/b&gt;");
    expect(markup).toMatch(/Pay VND\s1,200,000/);
    for (const outcome of Object.keys(OUTCOMES)) expect(markup).toContain(`value="${outcome}"`);
  });

  test("sends the payer back to where the merchant wants", async () => {
    const answer = await pay(await gateway.open(ORDER), { outcome: "paid" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, ORDER.returnUrl]);
  });

  test("takes a payment once", async () => {
    const checkout = await gateway.open(ORDER);
    await pay(checkout, { outcome: "paid" });
    expect((await pay(checkout, { outcome: "failed" })).status).toBe(409);
    expect((await gateway.fetch(checkout.id))?.status).toBe("paid");
  });

  test.each(["", "refunded", "constructor"])("refuses the outcome %j", async (outcome) => {
    expect((await pay(await gateway.open(ORDER), { outcome })).status).toBe(400);
  });

  test("does not exist for an unknown checkout", async () => {
    expect((await fetch(`${home.origin}/gateway/pay/co_none`)).status).toBe(404);
  });
});

describe("an outcome", () => {
  test.each([
    ["paid", "checkout.paid", { status: "paid", amount: 1_200_000, currency: "VND" }],
    ["failed", "checkout.failed", { status: "failed" }],
    ["wrong-amount", "checkout.paid", { status: "paid", amount: 1_199_999, currency: "VND" }],
    ["wrong-currency", "checkout.paid", { status: "paid", amount: 1_200_000, currency: "USD" }],
  ])("%s is announced and can be fetched", async (outcome, type, state) => {
    const checkout = await gateway.open(ORDER);
    await pay(checkout, { outcome });
    await merchant.deliveries(1);
    expect(merchant.heard).toMatchObject([{ type, checkout: checkout.id, reference: "fee-1" }]);
    expect(await gateway.fetch(checkout.id)).toMatchObject(state);
  });

  test("late leaves the checkout open until the money arrives", async () => {
    const checkout = await gateway.open(ORDER);
    await pay(checkout, { outcome: "late", seconds: "60" });
    expect((await gateway.fetch(checkout.id))?.status).toBe("open");
    expect(merchant.heard).toEqual([]);
  });

  test("late arrives by itself", async () => {
    const checkout = await gateway.open(ORDER);
    await pay(checkout, { outcome: "late", seconds: "0" });
    await merchant.deliveries(1);
    expect((await gateway.fetch(checkout.id))?.status).toBe("paid");
  });

  test("late arrives after a restart too", async () => {
    const checkout = await gateway.open(ORDER);
    await pay(checkout, { outcome: "late", seconds: "0.2" });
    await home.restart();
    await merchant.deliveries(1);
    expect((await gateway.fetch(checkout.id))?.status).toBe("paid");
  });

  test("twice is one event, delivered two times", async () => {
    await pay(await gateway.open(ORDER), { outcome: "twice" });
    await merchant.deliveries(2);
    expect(new Set(merchant.heard.map(({ id }) => id)).size).toBe(1);
  });

  test("silent is paid, and told to nobody", async () => {
    const checkout = await gateway.open(ORDER);
    await pay(checkout, { outcome: "silent" });
    await home.restart();
    expect((await gateway.fetch(checkout.id))?.status).toBe("paid");
    expect(merchant.heard).toEqual([]);
  });

  test("before-redirect is delivered when the browser is sent back", async () => {
    await pay(await gateway.open(ORDER), { outcome: "before-redirect" });
    expect(merchant.heard).toHaveLength(1);
  });
});

describe("a webhook", () => {
  test("is repeated until it is answered well", async () => {
    merchant.answers.push(500, 404, 302);
    await pay(await gateway.open(ORDER), { outcome: "paid" });
    await merchant.deliveries(4);
    expect(merchant.heard).toHaveLength(1);
  });

  test("not delivered before a stop is delivered after the next start", async () => {
    merchant.answers.push(...Array.from({ length: 10_000 }, () => 503));
    const checkout = await gateway.open(ORDER);
    await pay(checkout, { outcome: "paid" });
    await merchant.deliveries(1);
    await home.restart();
    merchant.answers.length = 0;
    for (let count = 2; merchant.heard.length === 0; count++) await merchant.deliveries(count);
    expect(merchant.heard).toMatchObject([{ checkout: checkout.id }]);
  });
});

describe("a checkout that is closed", () => {
  test("takes no payment any more, gives way to another, and is closed twice as once", async () => {
    const checkout = await gateway.open(ORDER);
    await gateway.expire(checkout.id);
    await gateway.expire(checkout.id);
    expect((await pay(checkout, { outcome: "paid" })).status).toBe(409);
    expect((await gateway.fetch(checkout.id))?.status).toBe("expired");
    expect((await gateway.open(ORDER)).id).not.toBe(checkout.id);
    expect(merchant.heard).toEqual([]);
  });

  test("is not closed while money is on its way, nor once it is there", async () => {
    const checkout = await gateway.open(ORDER);
    await pay(checkout, { outcome: "late", seconds: "60" });
    await expect(gateway.expire(checkout.id)).rejects.toThrow(GatewayFailed);
    expect((await pay(checkout, { outcome: "paid" })).status).toBe(409);
    const other = await gateway.open({ ...ORDER, reference: "fee-2" });
    await pay(other, { outcome: "paid" });
    await expect(gateway.expire(other.id)).rejects.toThrow(GatewayFailed);
  });
});

describe("what moves money", () => {
  test.each(["refund", "expire"])("needs a key that makes it happen once: %s", async (act) => {
    const { id } = await gateway.open(ORDER);
    const answer = await fetch(`${home.origin}/gateway/checkouts/${id}/${act}`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}` },
    });
    expect(answer.status).toBe(400);
  });
});

describe("a refund", () => {
  test("gives a paid checkout back once, and says so once", async () => {
    const checkout = await gateway.open(ORDER);
    await pay(checkout, { outcome: "before-redirect" });
    await gateway.refund(checkout.id);
    await gateway.refund(checkout.id);
    await merchant.deliveries(2);
    expect(merchant.heard.map(({ type }) => type)).toEqual(["checkout.paid", "checkout.refunded"]);
    expect((await gateway.fetch(checkout.id))?.status).toBe("refunded");
  });

  test.each(["open", "failed"])("of a checkout that is %s is refused", async (status) => {
    const checkout = await gateway.open(ORDER);
    if (status === "failed") await pay(checkout, { outcome: "failed" });
    await expect(gateway.refund(checkout.id)).rejects.toThrow(GatewayFailed);
  });
});
