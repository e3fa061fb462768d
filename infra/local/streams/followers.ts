/** The manifest's stream functions, each with a poller of its own: the event source mappings. */
import { join } from "node:path";
import type { DynamoDBStreamsClientConfig } from "@aws-sdk/client-dynamodb-streams";
import type { Log } from "../../../functions/log.ts";
import { FUNCTIONS } from "../../../functions/manifest.ts";
import { passes, STREAM_FILTERS } from "../../../functions/stream/filters.ts";
import { nameInArn } from "../invoke/context.ts";
import type { Invoke } from "../invoke/invocation.ts";
import type { AskDirectly } from "../loopback.ts";
import { functionConsumer } from "./consumer.ts";
import { pollStream, type StreamPoller } from "./poller.ts";

/** A written record is announced by a nudge; this is for what was written past it. */
const IDLE_MS = 250;
const REST_MS = 60;
const ANNOUNCED_AFTER_MS = 3;

const WRITERS = new Set<string>(
  FUNCTIONS.filter(({ grants }) => grants.table?.includes("PutItem")).map(({ name }) => name),
);

export interface Followers {
  /** Something was written: those whom nobody should wait for look at once. */
  announce(): void;
  stop(): Promise<void>;
}

/** @param folder where each keeps how far it has come */
export function followStream(options: {
  readonly endpoint: string;
  readonly access: DynamoDBStreamsClientConfig;
  readonly ask?: AskDirectly;
  readonly tableName: string;
  readonly folder: string;
  readonly invoke: Invoke;
  readonly log: Log;
}): Followers {
  const { folder, invoke, ...polling } = options;
  const prompt: StreamPoller[] = [];
  const every: StreamPoller[] = [];
  for (const { name, trigger } of FUNCTIONS) {
    if (trigger?.kind !== "stream") continue;
    // A mail may take a moment; an execution that waits for its outcome may not.
    const patient = trigger.items === "owed-mails";
    const poller = pollStream({
      ...polling,
      checkpoint: join(folder, `stream-${name}.json`),
      filter: (record) => passes(STREAM_FILTERS[trigger.items], record),
      invoke: functionConsumer(invoke, name),
      idleMs: IDLE_MS,
      ...(patient ? { gatherMs: IDLE_MS } : { restMs: REST_MS }),
    });
    every.push(poller);
    if (!patient) prompt.push(poller);
  }
  return {
    announce: () => {
      for (const poller of prompt) poller.nudge();
    },
    stop: async () => {
      await Promise.all(every.map((poller) => poller.stop()));
    },
  };
}

/**
 * Announces that a function has run and may have written: once for all that ran within a few
 * milliseconds, because each look at the stream costs as much as a small request.
 */
export function announcing(invoke: Invoke, announce: () => void): Invoke {
  let announced = false;
  return async (name, payload) => {
    const result = await invoke(name, payload);
    if (!announced && WRITERS.has(nameInArn(name))) {
      announced = true;
      setTimeout(() => {
        announced = false;
        announce();
      }, ANNOUNCED_AFTER_MS);
    }
    return result;
  };
}
