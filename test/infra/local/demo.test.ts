import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoAuthorities, EMMA, LAN, seedDemo } from "../../../infra/local/demo.ts";
import { applyAuthority } from "../../../shared/authority/apply.ts";
import { unitFor } from "../../../shared/authority/authority.ts";
import { superiorOf } from "../../../shared/authority/superior.ts";
import * as keys from "../../../shared/store/keys.ts";
import type { Store } from "../../../shared/store/store.ts";
import { vietNam } from "../../../workflows/authorities/calendars/viet-nam.ts";
import { openLocalStore } from "../../shared/store/local-store.ts";

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openLocalStore());
});
afterAll(() => close?.());

const seeded = async () => {
  await seedDemo(store.table, 1);
  return (await store.authorities.all()).map(({ id }) => id);
};

describe("the demo of one machine", () => {
  it("has four authorities and their people after the first start", async () => {
    expect(await seeded()).toEqual(["gb-cambridge", "in-tamil-nadu", "vn-hue", "vn-quang-nam"]);
    expect(await store.people.party(LAN)).toBeDefined();
    expect(await store.authorities.officers("gb-cambridge", "police")).toHaveLength(1);
  });

  it("makes what a folder of an earlier time lacks: a party, an officer", async () => {
    const [file] = (await demoAuthorities()).filter(({ id }) => id === "vn-hue");
    if (!file) throw new Error("there is no Huế");
    const appointments = file.appointments.slice(1);
    await applyAuthority(store.table, { ...file, appointments }, vietNam, "first start", 1);
    await store.table.write([{ Delete: { Key: { ...keys.party(EMMA) } } }]);
    await seeded();
    expect(await store.people.party(EMMA)).toMatchObject({ name: "Emma Clarke" });
    const officers = await store.authorities.officers("vn-hue", "ubnd-phu-xuan");
    expect(officers).toHaveLength(file.appointments.length);
  });

  it("leaves what somebody has applied since", async () => {
    const [file] = (await demoAuthorities()).filter(({ id }) => id === "vn-quang-nam");
    if (!file) throw new Error("there is no Quảng Nam");
    await applyAuthority(store.table, { ...file, appointments: [] }, vietNam, "chief", 2);
    await seeded();
    expect(await store.authorities.officers("vn-quang-nam", "ubnd-dien-ban")).toEqual([]);
  });

  it("has somebody above the communes of Quảng Nam who hears of what is late there", async () => {
    const file = (await demoAuthorities()).find(({ id }) => id === "vn-quang-nam")!;
    for (const [role, signs] of [
      ["head", false],
      ["leader", true],
    ] as const) {
      const superior = superiorOf(file, { unit: "ubnd-dien-ban", role }, signs);
      expect(superior).toEqual({ unit: "ubnd-quang-nam", role: "head" });
    }
    expect(file.appointments.map(({ unit, role }) => `${unit} ${role}`)).toContain(
      "ubnd-quang-nam head",
    );
  });

  it("still sends what only one department may say to that department", async () => {
    const authorities = await demoAuthorities();
    for (const [id, place, unit] of [
      ["vn-quang-nam", "dien-ban", "canh-sat-pccc-quang-nam"],
      ["vn-hue", "phu-xuan", "canh-sat-pccc-hue"],
    ] as const) {
      const file = authorities.find((each) => each.id === id);
      const seat = { level: "province", role: "fire-safety" };
      expect(file && unitFor(file, place, seat)?.id).toBe(unit);
    }
  });
});
