import { afterEach, describe, expect, it } from "vitest";
import { findJurisdiction, useReach } from "../../functions/wiring.ts";
import { type Item, type Table, Unavailable } from "../../shared/store/client.ts";

/** A table that answers the same to whatever it is asked for. */
const answering = (get: () => Promise<Item | undefined>) =>
  useReach({ table: { get, getAll: async () => [] } as unknown as Table });

afterEach(() => useReach({}));

describe("an authority that somebody named", () => {
  it("is not known where no file of it was applied", async () => {
    answering(async () => undefined);
    expect(await findJurisdiction("nowhere")).toBeUndefined();
  });

  it("is not said to be unknown where the table does not answer", async () => {
    answering(() => Promise.reject(new Unavailable("down")));
    await expect(findJurisdiction("vn-quang-nam")).rejects.toBeInstanceOf(Unavailable);
  });
});
