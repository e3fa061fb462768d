import { passes, STREAM_FILTERS } from "../../../functions/stream/filters.ts";
import type { Item, Table, Write } from "../../../shared/store/client.ts";

/**
 * A table that announces when an application was written whose execution has something to hear: the
 * follower of the stream looks at once, and never in vain after other writes.
 */
export function announcingMoves(table: Table, announce: () => void): Table {
  return {
    ...table,
    async write(writes) {
      await table.write(writes);
      if (writes.some(isMove)) announce();
    },
  };
}

function isMove(write: Write): boolean {
  if (!("Put" in write)) return false;
  const record = { dynamodb: { NewImage: textsOf(write.Put.Item) } };
  return passes(STREAM_FILTERS["moving-applications"], record);
}

/** The attributes that filters look at, as a stream's record has them. */
function textsOf({ sk, wake }: Item) {
  return { sk: { S: sk }, wake: { S: wake } };
}
