import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import type { StreamConsumer } from "../../../../infra/local/streams/delivery.ts";
import { type Change, hearing } from "../../../../infra/local/streams/hearing.ts";

const change = (id: string, seq: number): Change => ({ id: { S: id }, seq: { N: String(seq) } });
const record = (id: string, seq: number): DynamoDBRecord => ({
  dynamodb: { NewImage: change(id, seq), SequenceNumber: `${id}${seq}` },
});

/** A consumer that notes what it was given, and whose answer may be chosen. */
function consumer(answer: StreamConsumer = async () => {}) {
  const given: string[] = [];
  const consume = (async (event) => {
    for (const { dynamodb } of event.Records) {
      given.push(`${dynamodb?.NewImage?.["id"]?.S}${dynamodb?.NewImage?.["seq"]?.N}`);
    }
    return answer(event);
  }) as StreamConsumer;
  return { given, consume };
}

describe("a change that was told", () => {
  it("is heard at once, and not again when the stream brings it", async () => {
    const { given, consume } = consumer();
    const heard = hearing(consume);
    heard.tell(change("a", 1));
    expect(given).toEqual(["a1"]);
    await heard.consume({ Records: [record("a", 1)] });
    expect(given).toEqual(["a1"]);
  });

  it("is heard again where the stream brings it a second time", async () => {
    const { given, consume } = consumer();
    const heard = hearing(consume);
    heard.tell(change("a", 1));
    await heard.consume({ Records: [record("a", 1)] });
    await heard.consume({ Records: [record("a", 1)] });
    expect(given).toEqual(["a1", "a1"]);
  });

  it.each<[string, () => Promise<DynamoDBBatchResponse | undefined>]>([
    ["failed", () => Promise.reject(new Error("down"))],
    ["was named as failed", async () => ({ batchItemFailures: [{ itemIdentifier: "" }] })],
  ])("is heard from the stream where it %s", async (_, failing) => {
    let answer = failing;
    const { given, consume } = consumer(() => answer());
    const heard = hearing(consume);
    heard.tell(change("a", 1));
    answer = async () => undefined;
    await heard.consume({ Records: [record("a", 1)] });
    expect(given).toEqual(["a1", "a1"]);
  });

  it("is waited for where the stream brings it meanwhile", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { given, consume } = consumer(() => promise);
    const heard = hearing(consume);
    heard.tell(change("a", 1));
    let done = false;
    const brought = Promise.resolve(heard.consume({ Records: [record("a", 1)] })).then(() => {
      done = true;
    });
    await new Promise(setImmediate);
    expect(done).toBe(false);
    resolve();
    await brought;
    expect(given).toEqual(["a1"]);
  });
});

describe("what the stream brings beside", () => {
  it("is handed on in its order, with the answer to it", async () => {
    const failures = { batchItemFailures: [{ itemIdentifier: "b1" }] };
    const { given, consume } = consumer(async ({ Records }) =>
      Records.length > 1 ? failures : undefined,
    );
    const heard = hearing(consume);
    heard.tell(change("a", 2));
    const answer = await heard.consume({
      Records: [record("a", 1), record("a", 2), record("b", 1)],
    });
    expect(given).toEqual(["a2", "a1", "b1"]);
    expect(answer).toEqual(failures);
  });
});

describe("at its end", () => {
  it("what was told is done with, and what comes is left to the stream", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { given, consume } = consumer(() => promise);
    const heard = hearing(consume);
    heard.tell(change("a", 1));
    let ended = false;
    const end = heard.end().then(() => {
      ended = true;
    });
    heard.tell(change("a", 2));
    await new Promise(setImmediate);
    expect(ended).toBe(false);
    resolve();
    await end;
    expect(given).toEqual(["a1"]);
  });
});
