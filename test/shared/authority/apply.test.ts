import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digest } from "../../../shared/audit/chain.ts";
import { applyAuthority } from "../../../shared/authority/apply.ts";
import type { AuthorityFile } from "../../../shared/authority/authority.ts";
import * as keys from "../../../shared/store/keys.ts";
import type { Store } from "../../../shared/store/store.ts";
import { vietNam } from "../../../workflows/authorities/calendars/viet-nam.ts";
import { rules } from "../../builders/application.ts";
import { openLocalStore } from "../store/local-store.ts";

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openLocalStore());
});
afterAll(() => close?.());

type Row = AuthorityFile["appointments"][number];
const row = (id: string, changes: Partial<Row> = {}): Row => ({
  id,
  person: `person-${id}`,
  name: id,
  unit: "ubnd-dien-ban",
  role: "reception",
  from: "2026-01-01T00:00:00+07:00",
  ...changes,
});
const applied = (id: string, appointments: Row[], now = 1) =>
  applyAuthority(store.table, { ...rules.authority, id, appointments }, vietNam, "chief", now);

describe("applying an authority's file", () => {
  it("makes it an authority with its calendar and its officers", async () => {
    expect(await applied("one", [row("a"), row("b")])).toEqual({
      event: 1,
      appointed: 2,
      ended: 0,
      decreed: 0,
    });
    expect((await store.authorities.authority("one"))?.places).toEqual(rules.authority.places);
    expect(await store.authorities.calendar("one")).toEqual(vietNam);
    expect(await store.authorities.officers("one", "ubnd-dien-ban")).toHaveLength(2);
    expect((await store.authorities.all()).map(({ id }) => id)).toContain("one");
  });

  it("changes nothing, and records nothing, when it is applied again", async () => {
    await applied("two", [row("a")]);
    expect(await applied("two", [row("a")], 2)).toEqual({ appointed: 0, ended: 0, decreed: 0 });
  });

  it("ends the appointments that it does not name any more, in both places", async () => {
    await applied("three", [row("a", { person: "thu" }), row("b")]);
    expect(await applied("three", [row("b")], 2)).toMatchObject({ ended: 1 });
    expect(await store.people.appointmentsOf("thu")).toEqual([]);
    expect(await store.authorities.officers("three", "ubnd-dien-ban")).toHaveLength(1);
  });

  it("moves an officer to another role, and leaves none of the old one", async () => {
    await applied("four", [row("a", { person: "mai" })]);
    await applied("four", [row("a", { person: "mai", role: "appraiser" })], 2);
    expect(await store.people.appointmentsOf("mai")).toMatchObject([{ role: "appraiser" }]);
    expect(await store.authorities.officers("four", "ubnd-dien-ban", "reception")).toEqual([]);
    expect(await store.authorities.officers("four", "ubnd-dien-ban", "appraiser")).toHaveLength(1);
  });

  it("takes more officers than one transaction holds", async () => {
    const many = Array.from({ length: 120 }, (_, at) => row(`o${at}`));
    expect(await applied("five", many)).toMatchObject({ appointed: 120 });
    expect(await store.authorities.officers("five", "ubnd-dien-ban")).toHaveLength(120);
  });

  it("records who applied what, in a chain", async () => {
    await applied("six", [row("a")]);
    await applied("six", [row("b")], 2);
    const events = await Promise.all(
      [1, 2].map((seq) => store.table.get(keys.authorityEvent("six", seq))),
    );
    const [first, second] = events.map(
      ({ pk: _, sk: __, ...event } = {} as never) => event as Record<string, unknown>,
    );
    expect(second).toMatchObject({ seq: 2, by: "chief", previous: first?.["hash"] });
    for (const event of [first, second]) {
      const { hash, ...sealed } = event ?? {};
      expect(digest(sealed)).toBe(hash);
    }
  });
});
