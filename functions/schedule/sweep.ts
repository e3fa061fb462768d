/**
 * Works off what has become due, oldest first: moments of the statutory clocks, outcomes that no
 * execution has heard, mails that were not sent, money that may not be kept. Its cost follows what is due, not what is open.
 */

import type { DueItem } from "../../shared/store/wake.ts";
import { attend } from "../attend.ts";
import { sendMail } from "../mail.ts";
import { described, internal, logger } from "../runtime.ts";
import { settle } from "../settle.ts";
import { clock, gateway, mailer, realClock, rulesFor, store, workflow, world } from "../wiring.ts";

const PAGE = 100;
const AT_ONCE = 8;

export const handler = internal("sweep", async () => {
  const { wake } = store();
  const swept = { attended: 0, failed: 0 };
  for await (const page of wake.due("due", clock.now(), PAGE)) {
    await workOff(page, swept, "due");
  }
  for await (const page of wake.due("redrive", realClock.now(), PAGE)) {
    await workOff(page, swept, "redrive");
  }
  return swept;
});

async function workOff(
  page: readonly DueItem[],
  swept: { attended: number; failed: number },
  occasion: "due" | "redrive",
): Promise<void> {
  for (let at = 0; at < page.length; at += AT_ONCE) {
    await Promise.all(
      page.slice(at, at + AT_ONCE).map(async (item) => {
        try {
          await lookAfter(item, occasion);
          swept.attended++;
        } catch (error) {
          swept.failed++;
          logger.error("sweep failed", { application: item.id, ...described(error) });
        }
      }),
    );
  }
}

async function lookAfter(item: DueItem, occasion: "due" | "redrive"): Promise<void> {
  if (item.kind === "application") {
    const attendance = {
      world: world(),
      store: store(),
      workflow: workflow(),
      gateway: gateway(),
    };
    return attend(attendance, item.id, occasion);
  }
  if (item.kind === "settlement") {
    try {
      return await settle({ world: world(), gateway: gateway() }, item.id, item.checkout);
    } catch (error) {
      await store().settlements.postpone(item.id, item.checkout, realClock.now());
      throw error;
    }
  }
  try {
    await sendMail({ store: store(), mailer: mailer(), rulesFor, clock }, item);
  } catch (error) {
    await store().outbox.postpone(item, realClock.now());
    throw error;
  }
}
