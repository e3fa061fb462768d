import type { Context, DynamoDBRecord } from "aws-lambda";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { handler } from "../../../functions/stream/send-mails.ts";
import { Unavailable } from "../../../shared/store/client.ts";
import type { MailName } from "../../../shared/store/outbox.ts";
import type { Store } from "../../../shared/store/store.ts";
import { home } from "../home.ts";

vi.hoisted(() => {
  process.env["LOG_LEVEL"] ??= "silent";
});
vi.mock("../../../functions/wiring.ts", () => import("../home.ts"));

/** What was asked for, in the order of beginning; how many were under way at once, at the most. */
let begun: string[];
let underWay: number;
let most: number;
let failing: (mail: string) => boolean;

beforeEach(() => {
  [begun, underWay, most, failing] = [[], 0, 0, () => false];
  const outbox = {
    // A mail that is not owed any more is done with: how one is sent is not what is tested here.
    async owed({ id, seq }: MailName) {
      const mail = `${id}${seq}`;
      begun.push(mail);
      most = Math.max(most, ++underWay);
      await new Promise(setImmediate);
      underWay--;
      if (failing(mail)) throw new Unavailable(mail);
    },
  };
  home.store = { outbox } as unknown as Store;
});

const record = (application: string, seq: number): DynamoDBRecord => ({
  eventName: "INSERT",
  dynamodb: {
    SequenceNumber: `${application}${seq}`,
    NewImage: { application: { S: application }, seq: { N: String(seq) } },
  },
});
const send = (...Records: DynamoDBRecord[]) => handler({ Records }, {} as Context);

describe("a batch of mails", () => {
  it("is sent by files, the mails of each one after the other", async () => {
    await send(record("a", 1), record("b", 1), record("a", 2), record("b", 2));
    expect(begun).toEqual(["a1", "b1", "a2", "b2"]);
    expect(most).toBe(2);
  });

  it("is sent in its order where all are of one file", async () => {
    await send(record("a", 1), record("a", 2), record("a", 3));
    expect(begun).toEqual(["a1", "a2", "a3"]);
    expect(most).toBe(1);
  });

  it("asks no more than eight at once of the mail service", async () => {
    await send(...Array.from({ length: 30 }, (_, number) => record(`file${number}-`, 1)));
    expect(begun).toHaveLength(30);
    expect(most).toBe(8);
  });

  it("names the first that was not sent, whichever failed first, and tries all others", async () => {
    failing = (mail) => ["b2", "c1"].includes(mail);
    const records = [record("a", 1), record("b", 1), record("b", 2), record("c", 1)];
    expect(await send(...records)).toEqual({ batchItemFailures: [{ itemIdentifier: "b2" }] });
    expect(begun).toHaveLength(4);
  });

  it("passes over what is no mail", async () => {
    const nothing = { dynamodb: { NewImage: { application: { S: "a" } } } };
    expect(await send(nothing)).toEqual({ batchItemFailures: [] });
    expect(begun).toEqual([]);
  });
});
