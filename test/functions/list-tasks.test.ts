import { describe, expect, it } from "vitest";
import { inboxFor } from "../../functions/officer/list-tasks.ts";
import { Problem } from "../../shared/problem.ts";

const seat = (authority: string, unit: string, role: string, id = "a") => ({
  id,
  person: "01k00000000000000000000p01",
  authority,
  unit,
  role,
  name: "Nguyễn Văn An",
  from: 0,
});
const HUE = seat("vn-hue", "licensing", "appraiser");
const CHENNAI = seat("in-chennai", "licensing", "appraiser");

describe("the inbox that an officer means", () => {
  it("is that of their only seat", () => {
    expect(inboxFor([HUE], {})).toEqual({
      authority: "vn-hue",
      unit: "licensing",
      role: "appraiser",
    });
  });

  it("is that of a seat to which they are appointed twice, as when it is renewed in time", () => {
    expect(inboxFor([HUE, { ...HUE, id: "b" }], {})).toMatchObject({ authority: "vn-hue" });
  });

  it("is told by the authority where two have a unit of one name", () => {
    expect(() => inboxFor([HUE, CHENNAI], { unit: "licensing", role: "appraiser" })).toThrow(
      expect.objectContaining({ code: "validation-failed" }),
    );
    expect(inboxFor([HUE, CHENNAI], { authority: "in-chennai" })).toMatchObject({
      authority: "in-chennai",
    });
  });

  it("is none of an authority that they do not serve", () => {
    expect(() => inboxFor([HUE], { authority: "gb-cambridge" })).toThrow(Problem);
  });

  it("is for a head that of another role of the unit", () => {
    const head = seat("vn-hue", "licensing", "head");
    expect(inboxFor([head], { role: "appraiser" })).toMatchObject({ role: "appraiser" });
  });
});
