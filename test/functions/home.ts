/**
 * A home for handlers: takes the place of `functions/wiring.ts` in a test, on the real local table,
 * with clocks that a test moves and ports that it can break.
 */
import { randomBytes } from "node:crypto";
import type { World } from "../../functions/command.ts";
import type { Rules } from "../../shared/application/case.ts";
import type { Checkout, Mail, PaymentGateway } from "../../shared/ports.ts";
import { Unavailable } from "../../shared/store/client.ts";
import type { Store } from "../../shared/store/store.ts";
import type { Workflow } from "../../shared/workflow/states.ts";
import { MONDAY_NINE, rules } from "../builders/application.ts";
import { signer as newSigner } from "../shared/licence/issuer.ts";

const unwired = (what: string) => () => {
  throw new Error(`the test wired no ${what}`);
};

export const home = {
  store: undefined as unknown as Store,
  law: rules as Rules,
  now: MONDAY_NINE,
  realNow: MONDAY_NINE,
  workflow: unwired("workflow") as unknown as Workflow,
  checkouts: new Map<string, Checkout>(),
  mailbox: [] as Mail[],
  /** Called before, and again after, whatever changes the world; what it throws is a crash there. */
  fault: (_: string) => {},
  key: newSigner(),
  /** Keys that signed before `key` did. */
  oldKeys: [] as ReturnType<typeof newSigner>[],
};

/** A port of which every call may be struck by a fault, before it had its effect or after. */
export function faulty<Port extends object>(name: string, port: Port, of: (keyof Port)[]): Port {
  const struck = { ...port };
  for (const method of of) {
    const call = port[method] as unknown as (...given: unknown[]) => Promise<unknown>;
    struck[method] = (async (...given: unknown[]) => {
      home.fault(`before ${name}.${String(method)}`);
      const result = await call.apply(port, given);
      home.fault(`after ${name}.${String(method)}`);
      return result;
    }) as unknown as Port[typeof method];
  }
  return struck;
}

/** Lets the `which`th change of the world fail, once. @returns whether it came to that */
export function faultAt(which: number): () => boolean {
  let calls = 0;
  home.fault = (where) => {
    if (calls++ === which) throw new Unavailable(where);
  };
  return () => calls > which;
}

export const clock = { now: () => home.now };
export const realClock = { now: () => home.realNow };
export const random = { bytes: (length: number) => randomBytes(length) };
export const rulesFor = async () => home.law;
export const jurisdiction = async () => home.law;
export const findJurisdiction = jurisdiction;
export const jurisdictionAnew = () => {};
export const store = () => home.store;
export const world = (): World => ({ store: home.store, clock, realClock, rulesFor });
export const workflow = () => home.workflow;
export const mailer = () =>
  faulty("mailer", { send: async (mail: Mail) => void home.mailbox.push(mail) }, ["send"]);
export const signer = async (_authority: string, _purpose: string, named?: string) => {
  const key = [home.key, ...home.oldKeys].find(({ kid }) => named === undefined || kid === named);
  if (!key) throw new Error(`there is no key ${named}`);
  const { kid, sign } = key;
  return faulty("signer", { kid, sign }, ["sign"]);
};
export const gateway = (): PaymentGateway =>
  faulty(
    "gateway",
    {
      open: unwired("checkout") as unknown as PaymentGateway["open"],
      fetch: async (id: string) => home.checkouts.get(id),
      refund: async (id: string) => {
        const checkout = home.checkouts.get(id);
        if (checkout) home.checkouts.set(id, { ...checkout, status: "refunded" });
      },
      expire: async (id: string) => {
        const checkout = home.checkouts.get(id);
        if (checkout) home.checkouts.set(id, { ...checkout, status: "expired" });
      },
    },
    ["fetch", "refund", "expire"],
  );
