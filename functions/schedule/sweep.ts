/**
 * Works off what has become due, oldest first: moments of the statutory clocks, outcomes that no
 * execution has heard, mails that were not sent, money that may not be kept. Its cost follows what
 * is due, not what is open. A run is bounded in time; what it leaves is the next one's, from where it
 * came to.
 */

import type { Instant } from "../../shared/ports.ts";
import type { DueItem } from "../../shared/store/wake.ts";
import { attend } from "../attend.ts";
import { sendMail } from "../mail.ts";
import { recountFiles } from "../recount.ts";
import { described, internal, logger } from "../runtime.ts";
import { settle } from "../settle.ts";
import {
  clock,
  gateway,
  jurisdictionAnew,
  mailer,
  realClock,
  rulesFor,
  store,
  workflow,
  world,
} from "../wiring.ts";
import { inSteps, SWEEP_RUN_MS } from "./pace.ts";

const PAGE = 100;
const AT_ONCE = 8;
type Occasion = "due" | "redrive";

interface Swept {
  attended: number;
  failed: number;
  /** Whether the time was over before the work was. */
  left: boolean;
}

export const handler = internal("sweep", async (): Promise<Swept> => {
  const until = realClock.now() + SWEEP_RUN_MS;
  const swept: Swept = { attended: 0, failed: 0, left: false };
  const { wake } = store();
  const queues = new Map([
    ["due", wake.due("due", clock.now(), PAGE)],
    ["redrive", wake.due("redrive", realClock.now(), PAGE)],
  ] as const);
  // By turns: a crowd in one queue holds the other up by a page, not until it is gone.
  while (queues.size > 0) {
    for (const [occasion, queue] of queues) {
      const { value: page, done } = await queue.next();
      if (done) queues.delete(occasion);
      else await workOff(page, swept, occasion, until);
      if (swept.left) return swept;
    }
  }
  return swept;
});

async function workOff(
  page: readonly DueItem[],
  swept: Swept,
  occasion: Occasion,
  until: Instant,
): Promise<void> {
  const work = async (item: DueItem) => {
    try {
      await lookAfter(item, occasion, until);
      swept.attended++;
    } catch (error) {
      swept.failed++;
      logger.error("sweep failed", { [item.kind]: item.id, ...described(error) });
    }
  };
  const isOver = () => realClock.now() >= until;
  swept.left = !(await inSteps(page, work, { most: AT_ONCE, isOver }));
}

async function lookAfter(item: DueItem, occasion: Occasion, until: Instant): Promise<void> {
  switch (item.kind) {
    case "application": {
      const ports = { store: store(), workflow: workflow(), gateway: gateway() };
      return attend({ world: world(), ...ports }, item.id, occasion);
    }
    case "mail":
      return sendOrPostpone(item);
    case "settlement":
      return settleOrPostpone(item);
    case "recount":
      jurisdictionAnew(item.id);
      return recountFiles(world(), item.id, until);
  }
}

async function settleOrPostpone({
  id,
  checkout,
}: Extract<DueItem, { kind: "settlement" }>): Promise<void> {
  try {
    await settle({ world: world(), gateway: gateway() }, id, checkout);
  } catch (error) {
    await store().settlements.postpone(id, checkout, realClock.now());
    throw error;
  }
}

async function sendOrPostpone(mail: Extract<DueItem, { kind: "mail" }>): Promise<void> {
  try {
    await sendMail({ store: store(), mailer: mailer(), rulesFor, clock }, mail);
  } catch (error) {
    await store().outbox.postpone(mail, realClock.now());
    throw error;
  }
}
