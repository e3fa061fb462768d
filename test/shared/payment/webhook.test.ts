import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signWebhook, verifyWebhook, WEBHOOK_WINDOW } from "../../../shared/payment/webhook.ts";

const NOW = Date.UTC(2026, 10, 24, 3, 0, 0);
const SECRET = "whsec-one";
const EVENT = {
  id: "ev_1",
  type: "checkout.paid",
  checkout: "co_1",
  reference: "H15-261124-0001/fee",
  created: "2026-11-24T03:00:00Z",
};

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const signed = (rawBody: Uint8Array, now = NOW) => signWebhook({ rawBody, secret: SECRET, now });

function verify(change: Partial<Parameters<typeof verifyWebhook>[0]> = {}) {
  const rawBody = change.rawBody ?? bytes(EVENT);
  return verifyWebhook({
    header: signed(rawBody),
    rawBody,
    secrets: [SECRET],
    now: NOW,
    ...change,
  });
}

test("a genuine webhook is believed", () => {
  expect(verify()).toEqual({ ok: EVENT });
});

test("the signature is the HMAC-SHA256 of time, full stop and raw body", () => {
  const seconds = NOW / 1000;
  const rawBody = bytes(EVENT);
  const hex = createHmac("sha256", SECRET).update(`${seconds}.${rawBody}`).digest("hex");
  expect(signed(rawBody)).toBe(`t=${seconds},v1=${hex}`);
});

describe("rotation", () => {
  test("a webhook signed with either secret in force is believed", () => {
    expect(verify({ secrets: ["whsec-two", SECRET] })).toEqual({ ok: EVENT });
  });

  test("one of several signatures suffices", () => {
    const [time, own] = signed(bytes(EVENT)).split(",");
    expect(verify({ header: `${time},v1=${"0".repeat(64)},${own}` })).toEqual({ ok: EVENT });
  });
});

describe("the window", () => {
  test.each([
    [WEBHOOK_WINDOW, "ok"],
    [-WEBHOOK_WINDOW, "ok"],
    [WEBHOOK_WINDOW + 1, "refused"],
    [-WEBHOOK_WINDOW - 1, "refused"],
  ])("at %d ms is %s", (offset, verdict) => {
    expect(Object.keys(verify({ now: NOW + offset }))).toEqual([verdict]);
  });

  test("cannot be stretched by another time over the same signature", () => {
    const header = signed(bytes(EVENT), NOW - 3_600_000).replace(/t=\d+/, `t=${NOW / 1000}`);
    expect(verify({ header })).toEqual({ refused: "signature-wrong" });
  });
});

describe("refused is", () => {
  test("a webhook without a signature", () => {
    expect(
      verifyWebhook({ header: undefined, rawBody: bytes(EVENT), secrets: [SECRET], now: NOW }),
    ).toEqual({
      refused: "signature-missing",
    });
  });

  test.each([
    "",
    "t=1",
    "v1=00",
    `t=1,v1=${"0".repeat(63)}`,
    `t=1,v1=${"A".repeat(64)}`,
    `t=-1,v1=${"0".repeat(64)}`,
    `t=01,v1=${"0".repeat(64)}`,
    `v1=${"0".repeat(64)},t=1`,
    `t=99999999999999999999,v1=${"0".repeat(64)}`,
  ])("the malformed signature %j", (header) => {
    expect(verify({ header })).toEqual({ refused: "signature-malformed" });
  });

  test("a signature made with another secret", () => {
    expect(verify({ secrets: ["whsec-two"] })).toEqual({ refused: "signature-wrong" });
  });

  test("everything, when no secret is in force", () => {
    expect(verify({ secrets: [] })).toEqual({ refused: "signature-wrong" });
  });

  test("a body in which any one byte was changed", () =>
    fc.assert(
      fc.property(fc.nat(bytes(EVENT).length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const rawBody = bytes(EVENT);
        const changed = Buffer.from(rawBody);
        changed[at] = (changed[at] ?? 0) ^ flip;
        expect(verify({ rawBody: changed, header: signed(rawBody) })).toEqual({
          refused: "signature-wrong",
        });
      }),
    ));

  test.each([
    ["an unknown member", { ...EVENT, amount: 1 }],
    ["an unknown type", { ...EVENT, type: "checkout.opened" }],
    ["a missing reference", { ...EVENT, reference: undefined }],
    ["a time without offset", { ...EVENT, created: "2026-11-24T03:00:00" }],
    ["no object at all", null],
  ])("a signed body with %s", (_, body) => {
    expect(verify({ rawBody: bytes(body) })).toEqual({ refused: "body-invalid" });
  });

  test("a signed body that is no JSON, or no UTF-8", () => {
    expect(verify({ rawBody: Buffer.from("{") })).toEqual({ refused: "body-invalid" });
    expect(verify({ rawBody: Buffer.from([0xff]) })).toEqual({ refused: "body-invalid" });
  });
});
