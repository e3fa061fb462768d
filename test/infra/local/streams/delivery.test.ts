import type { DynamoDBRecord } from "aws-lambda";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { invokeInProcess } from "../../../../infra/local/invoke/in-process.ts";
import { functionConsumer } from "../../../../infra/local/streams/consumer.ts";
import { deliver, type StreamConsumer } from "../../../../infra/local/streams/delivery.ts";
import { memoryLog } from "../store/builder.ts";

const records = (...numbers: number[]): DynamoDBRecord[] =>
  numbers.map((number) => ({
    eventName: "INSERT",
    dynamodb: { SequenceNumber: String(number), NewImage: { name: { S: "Nguyen" } } },
  }));

let log: ReturnType<typeof memoryLog>;
let batches: string[];
let progress: string[];
let pauses: number[];

beforeEach(() => {
  log = memoryLog();
  batches = [];
  progress = [];
  pauses = [];
});

function run(
  batch: DynamoDBRecord[],
  consume: (numbers: string[]) => ReturnType<StreamConsumer>,
  pause = async () => true,
) {
  return deliver(batch, {
    consume: (event) => {
      const numbers = event.Records.map((record) => record.dynamodb?.SequenceNumber ?? "");
      batches.push(numbers.join(" "));
      return consume(numbers);
    },
    onProgress: (number) => progress.push(number),
    maxAttempts: 4,
    pause: (milliseconds) => {
      pauses.push(milliseconds);
      return pause();
    },
    log,
  });
}

const failOn = (poison: string) => async (numbers: string[]) => {
  if (numbers.includes(poison)) throw new TypeError("no");
};
const reportOn = (poison: string) => async (numbers: string[]) => ({
  batchItemFailures: numbers.includes(poison) ? [{ itemIdentifier: poison }] : [],
});

describe("a batch", () => {
  it("that succeeds is delivered once", async () => {
    await run(records(1, 2, 3), async () => {});
    expect({ batches, progress }).toEqual({ batches: ["1 2 3"], progress: ["3"] });
  });

  it("that fails is halved until the record at fault stands alone", async () => {
    await run(records(1, 2, 3, 4), failOn("3"));
    expect(batches).toEqual(["1 2 3 4", "1 2", "3 4", "3", "3", "3", "3", "4"]);
  });

  it("that names the record at fault goes on from there", async () => {
    await run(records(1, 2, 3, 4), reportOn("3"));
    expect(batches).toEqual(["1 2 3 4", "3 4", "3", "3", "3", "3", "4"]);
  });

  it("counts as failed from the first of the records it names", async () => {
    const first = { batchItemFailures: [{ itemIdentifier: "3" }, { itemIdentifier: "2" }] };
    const answers = [first];
    await run(records(1, 2, 3), async () => answers.shift());
    expect({ batches, progress }).toEqual({ batches: ["1 2 3", "2 3"], progress: ["1", "3"] });
  });

  it("that names a record it has not got is failed as a whole", async () => {
    const answers = [{ batchItemFailures: [{ itemIdentifier: "" }] }];
    await run(records(1, 2), async () => answers.shift());
    expect(batches).toEqual(["1 2", "1", "2"]);
  });

  it("leaves nothing undelivered, whichever records fail, and keeps their order", () =>
    fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: 20 })), async (poison) => {
        const done: number[] = [];
        const all = Array.from({ length: 20 }, (_, i) => i + 1);
        await run(records(...all), async (numbers) => {
          if (numbers.some((number) => poison.includes(Number(number)))) throw new Error("no");
          done.push(...numbers.map(Number));
        });
        expect(done).toEqual(all.filter((number) => !poison.includes(number)));
        expect(progress.at(-1)).toBe("20");
      }),
      { numRuns: 50 },
    ));
});

describe("a record that fails", () => {
  it("is tried again ever more slowly", async () => {
    await run(records(1), failOn("1"));
    expect(pauses).toEqual([50, 100, 200]);
  });

  it("is given up after its last attempt, and what follows is delivered", async () => {
    await run(records(1, 2), failOn("1"));
    expect({ last: batches.at(-1), progress }).toEqual({ last: "2", progress: ["1", "2"] });
  });

  it("leaves a line in the log that says which, and nothing of what it holds", async () => {
    await run(records(1), failOn("1"));
    expect(log.lines).toEqual([
      {
        level: "error",
        message: "A stream record is given up; the sweep has to find what it would have started.",
        fields: { sequenceNumber: "1", eventName: "INSERT", error: "TypeError" },
      },
    ]);
  });

  it("is not counted as done when all ends during its retries", async () => {
    const done = await run(records(1, 2), failOn("1"), async () => false);
    expect({ done, progress }).toEqual({ done: false, progress: [] });
  });
});

describe("a function as consumer", () => {
  class Busy extends Error {
    override readonly name = "Busy";
  }
  const invoke = invokeInProcess({
    fine: async () => {},
    partial: async () => ({ batchItemFailures: [{ itemIdentifier: "2" }] }),
    broken: async () => {
      throw new Busy("Nguyen");
    },
  });
  const consume = (name: string) => functionConsumer(invoke, name)({ Records: records(1, 2) });

  it("succeeds with the function", async () => {
    expect(await consume("fine")).toBeUndefined();
  });

  it("names the records that the function names", async () => {
    expect(await consume("partial")).toEqual({ batchItemFailures: [{ itemIdentifier: "2" }] });
  });

  it("fails with the function, by the name of its error alone", async () => {
    await expect(consume("broken")).rejects.toMatchObject({
      name: "Busy",
      message: "The stream's function failed.",
    });
  });
});
