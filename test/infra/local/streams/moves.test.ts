import { describe, expect, it } from "vitest";
import { announcingMoves } from "../../../../infra/local/streams/moves.ts";
import { ConditionFailed, put, type Table, type Write } from "../../../../shared/store/client.ts";

const application = (wake?: string) =>
  put({ pk: "APPLICATION#a", sk: "APPLICATION", ...(wake && { wake, wakeAt: 1 }) });
const event = put({ pk: "APPLICATION#a", sk: "EVENT#1" });

async function announcements(writes: readonly Write[], failure?: Error): Promise<number> {
  let announced = 0;
  const table = {
    write: async () => {
      // Nothing is to be read before it is there.
      expect(announced).toBe(0);
      if (failure) throw failure;
    },
  } as unknown as Table;
  const written = announcingMoves(table, () => void announced++).write(writes);
  if (failure) await expect(written).rejects.toBe(failure);
  else await written;
  return announced;
}

describe("a write is announced", () => {
  it("where an execution has something to hear of it, when it is done", async () => {
    expect(await announcements([event, application("redrive#1")])).toBe(1);
  });

  it.each([
    ["where its application only waits", [event, application("due#1")]],
    ["where its application is at rest", [event, application()]],
    ["where it writes no application", [put({ pk: "a", sk: "b", wake: "redrive#1" })]],
    ["where it only checks one", [event]],
  ])("not %s", async (_, writes) => {
    expect(await announcements(writes)).toBe(0);
  });

  it("not where it did not take place", async () => {
    expect(await announcements([application("redrive#1")], new ConditionFailed([0]))).toBe(0);
  });
});
