import { describe, expect, it } from "vitest";
import { tellingMoves } from "../../../../infra/local/streams/moves.ts";
import { ConditionFailed, put, type Table, type Write } from "../../../../shared/store/client.ts";

const application = (wake?: string) =>
  put({
    pk: "APPLICATION#a",
    sk: "APPLICATION",
    id: "a",
    seq: 7,
    ...(wake && { wake, wakeAt: 1 }),
  });
const event = put({ pk: "APPLICATION#a", sk: "EVENT#1" });

async function told(writes: readonly Write[], failure?: Error): Promise<unknown[]> {
  const moves: unknown[] = [];
  const table = {
    write: async () => {
      // Nothing is to be read before it is there.
      expect(moves).toEqual([]);
      if (failure) throw failure;
    },
  } as unknown as Table;
  const written = tellingMoves(table, (move) => moves.push(move)).write(writes);
  if (failure) await expect(written).rejects.toBe(failure);
  else await written;
  return moves;
}

describe("a write is told", () => {
  it("where an execution has something to hear of it, when it is done", async () => {
    expect(await told([event, application("redrive#1")])).toEqual([
      { sk: { S: "APPLICATION" }, id: { S: "a" }, seq: { N: "7" }, wake: { S: "redrive#1" } },
    ]);
  });

  it.each([
    ["where its application only waits", [event, application("due#1")]],
    ["where its application is at rest", [event, application()]],
    ["where it writes no application", [put({ pk: "a", sk: "b", wake: "redrive#1" })]],
    ["where it writes none whole", [event]],
  ])("not %s", async (_, writes) => {
    expect(await told(writes)).toEqual([]);
  });

  it("not where it did not take place", async () => {
    expect(await told([application("redrive#1")], new ConditionFailed([0]))).toEqual([]);
  });
});
