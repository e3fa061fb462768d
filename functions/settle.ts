/** Brings one checkout, of which no money may be kept, to such an end at the gateway. */
import { recordPayment, recordRefund } from "../shared/application/commands/pay.ts";
import type { EventBody } from "../shared/application/event.ts";
import type { PaymentGateway } from "../shared/ports.ts";
import { carryOut, type Decide, type World } from "./command.ts";

/**
 * Repeated until the gateway has confirmed: paid money goes back, an open checkout is closed. Each
 * step does once what it does twice, so a crash anywhere leaves it to the next attempt.
 * @throws what the gateway throws: the settlement stays owed
 */
export async function settle(
  { world, gateway }: { world: World; gateway: PaymentGateway },
  id: string,
  checkout: string,
): Promise<void> {
  const { settlements } = world.store;
  if (!(await settlements.owed(id, checkout))) return;
  const found = await gateway.fetch(checkout);
  if (found?.status === "open") await gateway.expire(checkout);
  if (found?.status === "paid") {
    // Paid after the file had ended, and nobody told of it: it is recorded before it goes back.
    await carryOut(
      world,
      id,
      asGateway((kase) => recordPayment(kase, found)),
    );
    await gateway.refund(checkout);
  }
  if (found?.status === "paid" || found?.status === "refunded") {
    await carryOut(
      world,
      id,
      asGateway((kase) => recordRefund(kase, checkout)),
    );
  }
  await settlements.settled(id, checkout);
}

/** A command of the gateway: it alone tells what became of money. */
export function asGateway(decide: (kase: Parameters<Decide>[0]) => EventBody[]): Decide {
  return (kase) => ({ actor: { kind: "platform", part: "gateway" }, events: decide(kase) });
}
