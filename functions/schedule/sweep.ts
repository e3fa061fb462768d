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

const PAGE = 100;
/** Few at once: a crowd that is due at midnight leaves room for whoever knocks meanwhile. */
const AT_ONCE = 8;
/** Of the 300 seconds that a run may take; the rest is for what it is in the middle of. */
const BUDGET_MS = 240_000;

type Occasion = "due" | "redrive";

interface Swept {
  attended: number;
  failed: number;
  /** Whether the time was over before the work was. */
  left: boolean;
}

export const handler = internal("sweep", async (): Promise<Swept> => {
  const { wake } = store();
  const until = realClock.now() + BUDGET_MS;
  const swept: Swept = { attended: 0, failed: 0, left: false };
  for (const [occasion, by] of [
    ["due", clock.now()],
    ["redrive", realClock.now()],
  ] as const) {
    for await (const page of wake.due(occasion, by, PAGE)) {
      await workOff(page, swept, occasion, until);
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
  for (let at = 0; at < page.length; at += AT_ONCE) {
    swept.left = realClock.now() >= until;
    if (swept.left) return;
    await Promise.all(
      page.slice(at, at + AT_ONCE).map(async (item) => {
        try {
          await lookAfter(item, occasion, until);
          swept.attended++;
        } catch (error) {
          swept.failed++;
          logger.error("sweep failed", { [item.kind]: item.id, ...described(error) });
        }
      }),
    );
  }
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
