import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { carryOut } from "../../../functions/command.ts";
import { handler } from "../../../functions/gateway/receive-payment.ts";
import { handler as sweepAll } from "../../../functions/schedule/sweep.ts";
import { withdraw } from "../../../shared/application/commands/withdraw.ts";
import { SIGNATURE_HEADER, signWebhook } from "../../../shared/payment/webhook.ts";
import type { Checkout } from "../../../shared/ports.ts";
import { Unavailable } from "../../../shared/store/client.ts";
import type { Store } from "../../../shared/store/store.ts";
import { APPLICANT, Dossier, officer } from "../../builders/application.ts";
import { openLocalStore } from "../../shared/store/local-store.ts";
import { home, world } from "../home.ts";
import { storeDossier } from "../stored.ts";

vi.hoisted(() => {
  process.env["LOG_LEVEL"] ??= "silent";
});
vi.mock("../../../functions/wiring.ts", () => import("../home.ts"));

const SECRET = "a secret of thirty-two characters";
let sound: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  process.env["GATEWAY_WEBHOOK_SECRETS"] = SECRET;
  ({ store: sound, close } = await openLocalStore());
});
afterAll(async () => {
  delete process.env["GATEWAY_WEBHOOK_SECRETS"];
  await close?.();
});
beforeEach(() => {
  home.store = sound;
  home.fault = () => {};
});

let count = 0;
/** An application that waits for its fee, and a checkout that the gateway says is paid. */
async function paid(changes: Partial<Checkout> = {}): Promise<Checkout> {
  const reference = `01k00000000000000000c${String(10_000 + count++)}`;
  const file = new Dossier()
    .submitted()
    .at("reception")
    .approved("reception", officer("reception"))
    .at("fee");
  await storeDossier(sound, reference, file);
  const checkout: Checkout = {
    id: `checkout-${count}`,
    url: "https://gateway.example/pay",
    status: "paid",
    amount: 400_000,
    currency: "VND",
    reference,
    ...changes,
  };
  home.checkouts.set(checkout.id, checkout);
  return checkout;
}

let events = 0;
async function webhook({ id, reference }: Checkout, event = `event-${events++}`, secret = SECRET) {
  const body = JSON.stringify({
    id: event,
    type: "checkout.paid",
    checkout: id,
    reference,
    created: "2026-10-05T09:00:00+07:00",
  });
  const rawBody = Buffer.from(body);
  const headers = { [SIGNATURE_HEADER]: signWebhook({ rawBody, secret, now: home.realNow }) };
  const requestContext = { http: { method: "POST", path: "/payments/webhook" } };
  const sent = { headers, requestContext, body, isBase64Encoded: false };
  const { statusCode } = await handler(sent as unknown as APIGatewayProxyEventV2, {} as Context);
  return statusCode;
}

const phase = async ({ reference }: Checkout) => (await sound.applications.load(reference))?.phase;
const told = async ({ reference }: Checkout, type: string) =>
  (await sound.applications.trail(reference)).filter(({ body }) => body.type === type);
const owed = ({ id, reference }: Checkout) => sound.settlements.owed(reference, id);
/** An hour later, as the longest patience with a gateway is. */
const sweep = () => {
  home.realNow += 3_600_000;
  return sweepAll({}, {} as Context);
};
const status = ({ id }: Checkout) => home.checkouts.get(id)?.status;

describe("a payment that the gateway tells of", () => {
  it("moves the file, once, however often it is told", async () => {
    const checkout = await paid();
    const statuses = [await webhook(checkout, "once"), await webhook(checkout, "once")];
    await webhook(checkout);
    expect(statuses).toEqual([200, 200]);
    expect(await phase(checkout)).toBe("processing");
    expect(await told(checkout, "Paid")).toHaveLength(1);
    expect(status(checkout)).toBe("paid");
  });

  it("moves it once, told five times at one moment", async () => {
    const checkout = await paid();
    await Promise.all(Array.from({ length: 5 }, () => webhook(checkout)));
    expect(await told(checkout, "Paid")).toHaveLength(1);
    expect(status(checkout)).toBe("paid");
  });

  it("is not believed without the gateway's signature", async () => {
    const checkout = await paid();
    expect(await webhook(checkout, "forged", "another secret")).toBe(400);
    expect(await phase(checkout)).toBe("payment");
  });

  it("is asked for again while the gateway's own reading side still calls it open", async () => {
    const checkout = await paid({ status: "open" });
    expect(await webhook(checkout, "lagging")).toBe(503);
    home.checkouts.set(checkout.id, { ...checkout, status: "paid" });
    expect(await webhook(checkout, "lagging")).toBe(200);
    expect(await phase(checkout)).toBe("processing");
  });

  it("moves nothing where it failed", async () => {
    const checkout = await paid({ status: "failed" });
    expect(await webhook(checkout)).toBe(200);
    expect(await phase(checkout)).toBe("payment");
  });

  it.each([
    ["another amount", { amount: 399_999 }],
    ["another currency", { currency: "USD" }],
  ])("is given back with %s", async (_, changes) => {
    const checkout = await paid(changes);
    expect(await webhook(checkout)).toBe(200);
    expect(await phase(checkout)).toBe("payment");
    expect(status(checkout)).toBe("refunded");
  });

  it("is given back when the file was withdrawn before it came", async () => {
    const checkout = await paid();
    await carryOut(world(), checkout.reference, (kase) => ({
      actor: APPLICANT,
      events: withdraw(kase),
    }));
    expect(await webhook(checkout)).toBe(200);
    expect(await phase(checkout)).toBe("withdrawn");
    expect(status(checkout)).toBe("refunded");
  });

  it.each(["before gateway.refund", "after gateway.refund"])(
    "is given back once by the sweep after a crash %s, though the gateway never tells again",
    async (point) => {
      const checkout = await paid({ amount: 1 });
      home.fault = (where) => {
        if (where === point) throw new Unavailable(where);
      };
      expect(await webhook(checkout)).toBe(200);
      expect(await told(checkout, "PaymentRefunded")).toHaveLength(0);
      expect(await owed(checkout)).toBe(true);
      home.fault = () => {};
      await sweep();
      await sweep();
      expect(status(checkout)).toBe("refunded");
      expect(await told(checkout, "PaymentReturned")).toHaveLength(1);
      expect(await told(checkout, "PaymentRefunded")).toHaveLength(1);
      expect(await owed(checkout)).toBe(false);
    },
  );

  it("is recorded as returned once, however often it is told", async () => {
    const checkout = await paid({ amount: 1 });
    home.fault = (where) => {
      if (where === "before gateway.refund") throw new Unavailable(where);
    };
    await Promise.all([webhook(checkout), webhook(checkout)]);
    await webhook(checkout);
    expect(await told(checkout, "PaymentReturned")).toHaveLength(1);
  });

  it("of no application of ours is noted, and not asked for again", async () => {
    const checkout = await paid();
    home.checkouts.set(checkout.id, { ...checkout, reference: "01k00000000000000000c99999" });
    expect(await webhook(checkout)).toBe(200);
  });
});
