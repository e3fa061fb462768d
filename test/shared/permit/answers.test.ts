import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { answersSchema, checkAnswers, labelled, ruled } from "../../../shared/permit/answers.ts";
import { fact } from "../../../shared/permit/condition.ts";
import { retailLiquorV1 } from "../../../workflows/permits/retail-liquor/v1.ts";
import * as a from "../../builders/definition.ts";

const good = { name: "The Lion", rooms: 3, kind: "inn", places: [{ address: "1 High Street" }] };
const faultsOf = (answers: unknown, permit = a.definition()) => checkAnswers(permit, answers);
const codes = (answers: unknown) =>
  Object.fromEntries(faultsOf(answers).map(({ pointer, code }) => [pointer, code]));

describe("checking answers", () => {
  it("finds nothing wrong with complete answers", () => {
    expect(faultsOf(good)).toEqual([]);
  });

  it("tells every fault at once, with its place, its code, its words and the field's label", () => {
    expect(faultsOf({ ...good, name: "", rooms: 0 })).toEqual([
      {
        pointer: "/answers/name",
        code: "required",
        detail: { en: "Please fill this in.", vi: "Vui lòng điền mục này." },
        label: { en: "Name" },
      },
      {
        pointer: "/answers/rooms",
        code: "too-small",
        detail: { en: "The number must be at least 1.", vi: "Số phải từ 1 trở lên." },
        label: { en: "Rooms" },
      },
    ]);
  });

  it.each([
    ["an absent field", { name: undefined }, "/answers/name", "required"],
    ["a number for a text", { name: 3 }, "/answers/name", "type"],
    ["half a room", { rooms: 0.5 }, "/answers/rooms", "type"],
    ["an unknown option", { kind: "castle" }, "/answers/kind", "choice"],
    ["an empty list", { places: [] }, "/answers/places", "too-few"],
    ["too long a list", { places: Array(4).fill({ address: "x" }) }, "/answers/places", "too-many"],
    [
      "a fault inside a list",
      { places: [{ address: "x" }, {}] },
      "/answers/places/1/address",
      "required",
    ],
    ["an unknown member", { colour: "red" }, "/answers/colour", "unknown-field"],
    [
      "an unknown member inside a list",
      { places: [{ address: "x", "a/b": 1 }] },
      "/answers/places/0/a~1b",
      "unknown-field",
    ],
    ["null", { note: null }, "/answers/note", "type"],
  ])("finds %s", (_, change, pointer, code) => {
    expect(codes({ ...good, ...change })).toEqual({ [pointer]: code });
  });

  it("names each unknown member by itself", () => {
    expect(codes({ ...good, x: 1, y: 2 })).toEqual({
      "/answers/x": "unknown-field",
      "/answers/y": "unknown-field",
    });
  });

  it.each([undefined, null, 3, "text", []])(
    "finds the fault where the answers are %j altogether",
    (answers) => {
      expect(faultsOf(answers).map(({ pointer }) => pointer)).toEqual(["/answers"]);
    },
  );

  it("refuses a member called __proto__", () => {
    expect(codes(JSON.parse(JSON.stringify(good).replace("{", '{"__proto__":{},')))).toEqual({
      "/answers/__proto__": "unknown-field",
    });
  });

  it("never repeats what was answered", () => {
    const secret = "079123456789";
    expect(
      JSON.stringify(faultsOf({ ...good, kind: secret, rooms: secret, places: secret })),
    ).not.toContain(secret);
  });

  it("answers any JSON at all with faults or with none", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (answers) => {
        const faults = faultsOf(answers);
        expect(faults.every(({ pointer }) => pointer.startsWith("/answers"))).toBe(true);
        expect(new Set(faults.map(({ pointer }) => pointer)).size).toBe(faults.length);
      }),
    );
  });

  it("gives the fault of a rule of the form's own", () => {
    const even = ruled(z.int(), {
      code: "even",
      test: (value) => value % 2 === 0,
      detail: { en: "Write an even number." },
    });
    const permit = a.definition({
      answers: z.strictObject({ rooms: labelled(even, { en: "Rooms" }) }),
    });
    expect(faultsOf({ rooms: 3 }, permit)).toEqual([
      {
        pointer: "/answers/rooms",
        code: "even",
        detail: { en: "Write an even number." },
        label: { en: "Rooms" },
      },
    ]);
  });

  it("points a rule over several fields at the one it names", () => {
    const period = ruled(
      z.strictObject({
        from: labelled(z.iso.date(), { en: "From" }),
        to: labelled(z.iso.date(), { en: "To" }),
      }),
      {
        code: "order",
        at: "to",
        test: ({ from, to }) => from <= to,
        detail: { en: "It ends before it begins." },
      },
    );
    const permit = a.definition({
      answers: z.strictObject({ period: labelled(period, { en: "Period" }) }),
    });
    expect(faultsOf({ period: { from: "2026-01-02", to: "2026-01-01" } }, permit)).toMatchObject([
      { pointer: "/answers/period/to", code: "order", label: { en: "To" } },
    ]);
  });
});

describe("a field that is asked in some cases", () => {
  const conditionalFields = [
    { field: "/answers/note", askedIf: fact("/answers/kind").equals("bar") },
  ];
  const permit = a.definition({ conditionalFields });

  it("is required where the condition holds", () => {
    expect(faultsOf({ ...good, kind: "bar" }, permit)).toMatchObject([
      { pointer: "/answers/note", code: "required", label: { en: "Note" } },
    ]);
  });

  it("is refused where it does not", () => {
    expect(faultsOf({ ...good, note: "x" }, permit)).toMatchObject([
      { pointer: "/answers/note", code: "not-asked" },
    ]);
  });

  it("is accepted where it is asked and given", () => {
    expect(faultsOf({ ...good, kind: "bar", note: "x" }, permit)).toEqual([]);
  });
});

describe("the answers as JSON Schema", () => {
  const schema = answersSchema(retailLiquorV1, "vi") as {
    properties: Record<string, Record<string, unknown>>;
  };

  it("is a schema of draft 2020-12 that another validator compiles", () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const validate = ajv.compile(answersSchema(a.definition()));
    expect(validate(good)).toBe(true);
    expect(validate({ ...good, colour: "red" })).toBe(false);
  });

  it("is titled in the language asked for, and carries every language", () => {
    expect(schema.properties["taxCode"]).toMatchObject({
      title: "Mã số thuế",
      "x-titles": { en: "Tax code", vi: "Mã số thuế" },
      "x-rules": ["tax-code"],
    });
  });

  it("says what a form must show only sometimes", () => {
    const askedIf = fact("/answers/kind").equals("bar");
    const permit = a.definition({ conditionalFields: [{ field: "/answers/note", askedIf }] });
    expect(answersSchema(permit)).toMatchObject({
      properties: { note: { "x-asked-if": askedIf } },
    });
  });

  it("titles an optional field too", () => {
    expect(schema.properties["email"]).toMatchObject({ title: "Thư điện tử" });
  });
});
