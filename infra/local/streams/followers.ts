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
import { type Change, type Hearing, hearing } from "./hearing.ts";
import { pollStream, type StreamPoller } from "./poller.ts";
import type { SharedShard } from "./shared-shard.ts";

/** What is written is told, or announced by a nudge; this is for what was written past both. */
const IDLE_MS = 250;
const REST_MS = 60;
const ANNOUNCED_AFTER_MS = 3;
/** The store answers nobody else while it reads them: some ten milliseconds. */
const BATCH = 250;

const WRITERS = new Set<string>(
  FUNCTIONS.filter(({ grants }) => grants.table?.includes("PutItem")).map(({ name }) => name),
);

export interface Followers {
  /** Something was written: those whom nobody should wait for look at once. */
  announce(): void;
  /** An application's execution has something to hear: it hears it before the stream brings it. */
  tell(move: Change): void;
  stop(): Promise<void>;
}

/**
 * @param options.folder where it is kept how far each has come
 * @param options.told whether every move is told: then who follows them has time
 */
export function followStream(options: {
  readonly endpoint: string;
  readonly access: DynamoDBStreamsClientConfig;
  readonly ask?: AskDirectly;
  readonly tableName: string;
  readonly folder: string;
  readonly told?: boolean;
  readonly invoke: Invoke;
  readonly log: Log;
}): Followers {
  const { folder, told = false, invoke, ...polling } = options;
  const shared = new Map<string, SharedShard>();
  const prompt: StreamPoller[] = [];
  const every: StreamPoller[] = [];
  const moves: Hearing[] = [];
  for (const { name, trigger } of FUNCTIONS) {
    if (trigger?.kind !== "stream") continue;
    // A mail may take a moment; an execution that waits for its outcome may not.
    const patient = told || trigger.items === "owed-mails";
    const heard = hearing(functionConsumer(invoke, name));
    const poller = pollStream({
      ...polling,
      shared,
      checkpoint: join(folder, `stream-${name}.json`),
      filter: (record) => passes(STREAM_FILTERS[trigger.items], record),
      invoke: heard.consume,
      idleMs: IDLE_MS,
      batchSize: BATCH,
      ...(patient ? { gatherMs: IDLE_MS } : { restMs: REST_MS }),
    });
    every.push(poller);
    if (!patient) prompt.push(poller);
    if (trigger.items === "moving-applications") moves.push(heard);
  }
  return {
    announce: () => {
      for (const poller of prompt) poller.nudge();
    },
    tell: (move) => {
      for (const heard of moves) heard.tell(move);
    },
    stop: async () => {
      await Promise.all([
        ...every.map((poller) => poller.stop()),
        ...moves.map((heard) => heard.end()),
      ]);
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
