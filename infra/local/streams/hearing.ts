import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { StreamConsumer } from "./delivery.ts";

/**
 * A consumer of the stream that may be told of a change before the stream brings it. The stream
 * stays what counts: what was told and handled it does not bring a second time, and what was told in
 * vain, or by a process that died meanwhile, it brings as ever.
 */
export interface Hearing {
  /** Hands a change of the newest state of an item on at once. */
  tell(change: Change): void;
  /** In place of the consumer, for who follows the stream. */
  readonly consume: StreamConsumer;
  /** Leaves what comes to the stream; resolves when whatever was told is done with. */
  end(): Promise<void>;
}

/** What a record has of an item as it is now: what filters look at, and by what it is known again. */
export type Change = NonNullable<NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"]>;

export function hearing(consume: StreamConsumer): Hearing {
  /** Whether it was handled, of each change that the stream did not bring yet. */
  const told = new Map<string, Promise<boolean>>();
  const underWay = new Set<Promise<boolean>>();
  let ended = false;

  const wasHandled = (record: DynamoDBRecord): Promise<boolean> => {
    const name = nameOf(record.dynamodb?.NewImage);
    const known = told.get(name) ?? Promise.resolve(false);
    told.delete(name);
    return known;
  };

  return {
    tell(change) {
      if (ended) return;
      const handled = handledBy(consume, { Records: [{ dynamodb: { NewImage: change } }] });
      told.set(nameOf(change), handled);
      underWay.add(handled);
      void handled.then(() => underWay.delete(handled));
    },
    async consume({ Records }) {
      const handled = await Promise.all(Records.map(wasHandled));
      const rest = Records.filter((_, at) => !handled[at]);
      return (rest.length > 0 && (await consume({ Records: rest }))) || undefined;
    },
    async end() {
      ended = true;
      await Promise.all(underWay);
    },
  };
}

async function handledBy(consume: StreamConsumer, event: DynamoDBStreamEvent): Promise<boolean> {
  try {
    const response = await consume(event);
    return (response?.batchItemFailures ?? []).length === 0;
  } catch {
    return false;
  }
}

/** A state of an item, of which there is one at a time. */
function nameOf(image: Change = {}): string {
  return `${image["id"]?.S}#${image["seq"]?.N}`;
}
