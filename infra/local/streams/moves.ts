import { passes, STREAM_FILTERS } from "../../../functions/stream/filters.ts";
import type { Item, Table, Write } from "../../../shared/store/client.ts";
import type { Change } from "./hearing.ts";

/**
 * A table that tells, when it is written, of each application whose execution has something to hear:
 * nobody waits until the stream brings it.
 */
export function tellingMoves(table: Table, tell: (move: Change) => void): Table {
  return {
    ...table,
    async write(writes) {
      await table.write(writes);
      for (const move of writes.flatMap(movesIn)) tell(move);
    },
  };
}

function movesIn(write: Write): Change[] {
  if (!("Put" in write)) return [];
  const change = changeOf(write.Put.Item);
  const isMove = passes(STREAM_FILTERS["moving-applications"], { dynamodb: { NewImage: change } });
  return isMove ? [change] : [];
}

/** The attributes that filters and functions look at, as a stream's record has them. */
function changeOf({ sk, wake, id, seq }: Item): Change {
  return {
    sk: { S: String(sk) },
    id: { S: String(id) },
    seq: { N: String(seq) },
    ...(wake !== undefined && { wake: { S: String(wake) } }),
  };
}
