import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { carryOut } from "../../../functions/command.ts";
import { handler } from "../../../functions/schedule/sweep.ts";
import { openCheckout } from "../../../shared/application/commands/pay.ts";
import { withdraw } from "../../../shared/application/commands/withdraw.ts";
import type { Checkout } from "../../../shared/ports.ts";
import { Unavailable } from "../../../shared/store/client.ts";
import * as keys from "../../../shared/store/keys.ts";
import type { Store } from "../../../shared/store/store.ts";
import { APPLICANT, CHECKOUT, Dossier, MONDAY_NINE, officer } from "../../builders/application.ts";
import { openLocalStore } from "../../shared/store/local-store.ts";
import { home, world } from "../home.ts";
import { storeDossier } from "../stored.ts";

vi.hoisted(() => {
  process.env["LOG_LEVEL"] ??= "silent";
});
vi.mock("../../../functions/wiring.ts", () => import("../home.ts"));

const MINUTE = 60_000;
const DAY = 86_400_000;
let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openLocalStore());
});
afterAll(() => close?.());
beforeEach(() => {
  home.store = store;
  home.now = home.realNow = MONDAY_NINE;
  home.fault = () => {};
  home.workflow = {
    start: async () => "started",
    deliver: async () => "unknown",
    runs: async () => true,
  };
});

let count = 0;
/** A file whose applicant stands at the gateway's page; the gateway's word will never come. */
async function atTheGateway(): Promise<Checkout> {
  const reference = `01k00000000000000000f${String(10_000 + count++)}`;
  const file = new Dossier()
    .submitted()
    .at("reception")
    .approved("reception", officer("reception"))
    .at("fee");
  await storeDossier(store, reference, file);
  const checkout = { ...CHECKOUT, id: `silent-${count}`, reference, status: "open" } as const;
  home.checkouts.set(checkout.id, checkout);
  await carryOut(world(), reference, (kase) => ({
    actor: APPLICANT,
    events: openCheckout(kase, checkout),
  }));
  return checkout;
}

const pays = (checkout: Checkout, changes: Partial<Checkout> = {}) =>
  home.checkouts.set(checkout.id, { ...checkout, status: "paid", ...changes });
const sweep = () => handler({}, {} as Context);
/** So much later on both clocks, then a sweep. */
const later = (time: number) => {
  home.now += time;
  home.realNow += time;
  return sweep();
};
const load = ({ reference }: Checkout) => store.applications.load(reference);
const told = async ({ reference }: Checkout, type: string) =>
  (await store.applications.trail(reference)).filter(({ body }) => body.type === type);
const status = ({ id }: Checkout) => home.checkouts.get(id)?.status;
const withdraws = ({ reference }: Checkout) =>
  carryOut(world(), reference, (kase) => ({ actor: APPLICANT, events: withdraw(kase) }));

describe("a payment of which every webhook was lost", () => {
  it("counts, though the fee's limit has passed before anybody looked", async () => {
    const checkout = await atTheGateway();
    pays(checkout);
    await later(400 * DAY);
    expect(await load(checkout)).toMatchObject({
      phase: "processing",
      paid: { checkout: checkout.id, amount: 400_000, currency: "VND" },
    });
    expect(await told(checkout, "DeadlinePassed")).toEqual([]);
  });

  it("is found a quarter of an hour after the checkout was opened", async () => {
    const checkout = await atTheGateway();
    pays(checkout);
    await later(15 * MINUTE - 1);
    expect(await load(checkout)).toMatchObject({ phase: "payment" });
    await later(1);
    expect(await load(checkout)).toMatchObject({ phase: "processing" });
  });

  it("is asked for ever less often while there is none, and then the file lapses", async () => {
    const checkout = await atTheGateway();
    let asked = 0;
    home.fault = (where) => {
      if (where === "before gateway.fetch") asked++;
    };
    for (let sweeps = 0; sweeps < 40; sweeps++) {
      const { wakeAt } = (await store.table.get(keys.application(checkout.reference))) ?? {};
      if (wakeAt === undefined || (await load(checkout))?.phase !== "payment") break;
      expect(Number(wakeAt)).toBeGreaterThan(home.now);
      await later(Number(wakeAt) - home.now);
    }
    expect(await load(checkout)).toMatchObject({ phase: "lapsed" });
    expect(asked).toBeLessThan(20);
  });

  it("is not lost to a gateway that is out of reach when the limit passes", async () => {
    const checkout = await atTheGateway();
    pays(checkout);
    home.fault = (where) => {
      if (where === "before gateway.fetch") throw new Unavailable(where);
    };
    await later(400 * DAY);
    expect(await load(checkout)).toMatchObject({ phase: "payment" });
    home.fault = () => {};
    await sweep();
    expect(await load(checkout)).toMatchObject({ phase: "processing" });
  });

  it("and that is not exact goes back, and the file lapses as if unpaid", async () => {
    const checkout = await atTheGateway();
    pays(checkout, { amount: 399_999 });
    await later(400 * DAY);
    await later(MINUTE);
    expect(await load(checkout)).toMatchObject({ phase: "lapsed" });
    expect(status(checkout)).toBe("refunded");
    expect(await told(checkout, "PaymentReturned")).toHaveLength(1);
    expect(await told(checkout, "PaymentRefunded")).toHaveLength(1);
  });
});

describe("a checkout that is open when its file ends", () => {
  it.each([
    ["is withdrawn", withdraws],
    ["lapses", () => later(400 * DAY)],
  ])("is closed at the gateway when the file %s, so that nobody pays in vain", async (_, end) => {
    const checkout = await atTheGateway();
    await end(checkout);
    await later(MINUTE);
    expect(status(checkout)).toBe("expired");
    expect(await store.settlements.owed(checkout.reference, checkout.id)).toBe(false);
  });

  it("and was paid meanwhile, is given back, recorded as what it is", async () => {
    const checkout = await atTheGateway();
    await withdraws(checkout);
    pays(checkout);
    await later(MINUTE);
    expect(status(checkout)).toBe("refunded");
    expect((await told(checkout, "PaymentReturned")).map(({ body }) => body)).toMatchObject([
      { reason: "not-due" },
    ]);
    expect(await told(checkout, "PaymentRefunded")).toHaveLength(1);
  });

  it("is looked after until the gateway has confirmed, with growing patience", async () => {
    const checkout = await atTheGateway();
    await withdraws(checkout);
    let tries = 0;
    home.fault = (where) => {
      if (where !== "before gateway.expire") return;
      tries++;
      throw new Error("409: money is on its way");
    };
    const settlement = keys.settlement(checkout.reference, checkout.id);
    for (let sweeps = 0; sweeps < 30; sweeps++) {
      const { wakeAt } = (await store.table.get(settlement)) ?? {};
      expect(Number(wakeAt)).toBeGreaterThan(home.realNow);
      await later(Number(wakeAt) - home.realNow);
    }
    expect(tries).toBe(30);
    pays(checkout);
    await later(3_600_000);
    expect(status(checkout)).toBe("refunded");
  });
});
