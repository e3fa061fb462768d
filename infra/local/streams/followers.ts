/** The manifest's stream functions, each with a poller of its own: the event source mappings. */
import { join } from "node:path";
import type { DynamoDBStreamsClientConfig } from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBRecord } from "aws-lambda";
import type { Log } from "../../../functions/log.ts";
import { FUNCTIONS } from "../../../functions/manifest.ts";
import { passes, STREAM_FILTERS } from "../../../functions/stream/filters.ts";
import { nameInArn } from "../invoke/context.ts";
import type { Invoke } from "../invoke/invocation.ts";
import type { AskDirectly } from "../loopback.ts";
import { functionConsumer } from "./consumer.ts";
import type { StreamConsumer } from "./delivery.ts";
import { type Change, type Hearing, hearing } from "./hearing.ts";
import { pollStream } from "./poller.ts";

/** What is written is told, or announced by a nudge; this is for what was written past both. */
const IDLE_MS = 250;
const REST_MS = 60;
const ANNOUNCED_AFTER_MS = 3;

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

interface Follower {
  readonly name: string;
  readonly items: keyof typeof STREAM_FILTERS;
  readonly filter: (record: DynamoDBRecord) => boolean;
  readonly heard: Hearing;
}

/**
 * @param options.folder where it is kept how far each has come
 * @param options.told whether every move is told: then the stream has little else than mails to
 *   bring, and is read once for all
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
  const followers = FUNCTIONS.flatMap(({ name, trigger }): Follower[] => {
    if (trigger?.kind !== "stream") return [];
    const { items } = trigger;
    const filter = (record: DynamoDBRecord) => passes(STREAM_FILTERS[items], record);
    return [{ name, items, filter, heard: hearing(functionConsumer(invoke, name)) }];
  });
  const groups = told ? [followers] : followers.map((each) => [each]);
  const pollers = groups.map((group) => {
    // A mail may take a moment; an execution that waits for its outcome may not.
    const mails = group.find(({ items }) => items === "owed-mails");
    const { name = "" } = mails ?? group[0] ?? {};
    const poller = pollStream({
      ...polling,
      checkpoint: join(folder, `stream-${name}.json`),
      filter: (record) => group.some(({ filter }) => filter(record)),
      invoke: togetherOf(group),
      idleMs: IDLE_MS,
      ...(mails ? { gatherMs: IDLE_MS } : { restMs: REST_MS }),
    });
    return { poller, isPrompt: !mails };
  });
  const moves = followers.filter(({ items }) => items === "moving-applications");
  return {
    announce: () => {
      for (const { poller, isPrompt } of pollers) if (isPrompt) poller.nudge();
    },
    tell: (move) => {
      for (const { heard } of moves) heard.tell(move);
    },
    stop: async () => {
      await Promise.all([
        ...pollers.map(({ poller }) => poller.stop()),
        ...followers.map(({ heard }) => heard.end()),
      ]);
    },
  };
}

/** Each is given what its filter lets through; the batch is done with when all of them are. */
function togetherOf(group: readonly Follower[]): StreamConsumer {
  return async ({ Records }) => {
    const ends = await Promise.allSettled(
      group.map(async ({ filter, heard }) => {
        const own = Records.filter(filter);
        const response = own.length > 0 ? await heard.consume({ Records: own }) : undefined;
        return response?.batchItemFailures ?? [];
      }),
    );
    const batchItemFailures = ends.flatMap((end) => {
      if (end.status === "rejected") throw end.reason;
      return end.value;
    });
    return { batchItemFailures };
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
