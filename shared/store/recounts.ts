/**
 * An authority whose calendar changed: its open files are to be counted anew. The item stands in the
 * wake index until the sweep has been through every file, and remembers how far it came.
 */
import type { Instant } from "../ports.ts";
import { type Item, put, type Table, type Write } from "./client.ts";
import * as keys from "./keys.ts";
import { wakeOf, wakePartitions } from "./table.ts";

/** A page of ids of open files, of whichever authority, and where the next one begins. */
export interface OpenFiles {
  readonly ids: readonly string[];
  /** Absent after the last page. */
  readonly next?: Place;
}

/** A place in the walk through the wake index: a partition, and a position within it. */
export interface Place {
  readonly partition: number;
  readonly after?: Item;
}

export interface Recounts {
  /** Where the walk of an authority stands, or undefined where none is under way. */
  place(authority: string): Promise<Place | undefined>;
  openFiles(place: Place, limit: number): Promise<OpenFiles>;
  /** Remembers how far the walk came; without a place it is over. */
  proceed(authority: string, next: Place | undefined, wakeAt: Instant): Promise<void>;
}

/** Tells the sweep to begin; a walk that is under way begins anew. */
export function recountWrite(authority: string, at: Instant, place: Place = FIRST): Write {
  const wake = wakeOf("due", authority);
  return put({ ...keys.recount(authority), wake, wakeAt: at, ...place });
}

const FIRST: Place = { partition: 0 };

export function recounts(table: Table): Recounts {
  return {
    async place(authority) {
      const item = await table.get(keys.recount(authority));
      if (!item) return undefined;
      const { partition, after } = item as unknown as Place;
      return { partition, ...(after && { after }) };
    },
    async openFiles({ partition, after }, limit) {
      const partitions = wakePartitions("due");
      const page = await table.query({
        index: "wake",
        partition: ["wake", partitions[partition] as string],
        limit,
        ...(after && { after }),
      });
      const ids = page.items.flatMap(({ pk, sk }) =>
        sk === keys.application("").sk ? [String(pk).slice(keys.application("").pk.length)] : [],
      );
      if (page.last) return { ids, next: { partition, after: page.last } };
      return {
        ids,
        ...(partition + 1 < partitions.length && { next: { partition: partition + 1 } }),
      };
    },
    async proceed(authority, next, wakeAt) {
      if (!next) return table.remove(keys.recount(authority));
      await table.write([recountWrite(authority, wakeAt, next)]);
    },
  };
}
