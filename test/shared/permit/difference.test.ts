import { describe, expect, it } from "vitest";
import * as z from "zod";
import { labelled } from "../../../shared/permit/answers.ts";
import { fact } from "../../../shared/permit/condition.ts";
import { differences } from "../../../shared/permit/difference.ts";
import type { PermitDefinition } from "../../../shared/permit/permit.ts";
import { definePermit } from "../../../workflows/define-permit.ts";
import { registry } from "../../../workflows/registry.ts";
import * as a from "../../builders/definition.ts";

const ON = "2026-11-26";
const PLAN = {
  id: "plan",
  title: { en: "Plan" },
  mediaTypes: ["application/pdf"],
  maxBytes: 1000,
} as const;

const between = (before: Partial<PermitDefinition>, after: Partial<PermitDefinition>) =>
  differences(
    definePermit(a.definition(before)),
    definePermit(a.definition({ ...after, version: 2 })),
    ON,
  ).map(({ pointer, code, detail }) => [pointer, code, detail.en]);

const told = (after: Partial<PermitDefinition>) => between({}, after);
const { fee } = a.definition();

describe("what another version of a permit asks otherwise", () => {
  it("is nothing where only the version differs, for any permit", () => {
    expect(told({})).toEqual([]);
    for (const { permit } of registry) {
      expect(differences(permit, { ...permit, version: 2 }, ON)).toEqual([]);
    }
  });

  it.each<[string, Partial<PermitDefinition>, unknown[][]]>([
    [
      "a field that must be answered",
      { answers: a.answers.extend({ beds: labelled(z.int(), { en: "Beds" }) }) },
      [["/answers/beds", "added", "“Beds” is asked now."]],
    ],
    [
      "a field that may be answered",
      { answers: a.answers.extend({ beds: labelled(z.int().optional(), { en: "Beds" }) }) },
      [["/answers/beds", "added", "“Beds” may be answered now."]],
    ],
    [
      "a group of fields, told once",
      {
        answers: a.answers.extend({
          owner: labelled(z.strictObject({ name: labelled(z.string(), { en: "Name" }) }), {
            en: "Owner",
          }),
        }),
      },
      [["/answers/owner", "added", "“Owner” is asked now."]],
    ],
    [
      "a field that is asked no more",
      { answers: a.answers.omit({ note: true }) },
      [["/answers/note", "removed", "“Note” is not asked any more; take it out."]],
    ],
    [
      "a field within a list",
      {
        answers: a.answers.extend({
          places: labelled(
            z
              .array(
                labelled(
                  z.strictObject({
                    address: labelled(z.string().max(10), { en: "Address" }),
                  }),
                  { en: "Place" },
                ),
              )
              .min(1)
              .max(3),
            { en: "Places" },
          ),
        }),
      },
      [
        [
          "/answers/places/0/address",
          "changed",
          "What “Address” may say, or when it is asked, has changed.",
        ],
      ],
    ],
    [
      "a condition under which a field is asked",
      {
        conditionalFields: [
          { field: "/answers/note", askedIf: fact("/answers/kind").equals("inn") },
        ],
      },
      [["/answers/note", "changed", "What “Note” may say, or when it is asked, has changed."]],
    ],
    [
      "a limit",
      { clock: { ...a.definition().clock, limit: { amount: 8, unit: "workingDays" } } },
      [["/limit", "changed", expect.stringMatching(/within 8 working days; it was/)]],
    ],
    [
      "a stage",
      { stages: [a.reception, a.fee, a.appraisal, a.asked("police"), a.signing, a.issue] },
      [["/stages/police", "added", "There is a new step: “police”."]],
    ],
    [
      "the validity",
      { licence: { ...a.licence, validity: { amount: 60, unit: "months", binds: "licence" } } },
      [["/validity", "changed", "The licence is now valid for 5 years; it was 12 months."]],
    ],
    [
      "no fee any more",
      { fee: undefined as never, stages: [a.reception, a.appraisal, a.signing, a.issue] },
      [
        ["/fee/room", "removed", expect.stringContaining("is not charged any more")],
        ["/stages/fee", "removed", "The step “Fee” is no more."],
      ],
    ],
  ])("is told: %s", (_, after, wanted) => {
    expect(told(after)).toEqual(wanted);
  });

  it("tells a document that is asked, asked otherwise, or not any more", () => {
    const only = { ...PLAN, requiredIf: fact("/answers/kind").equals("bar") };
    expect(between({ documents: [] }, { documents: [PLAN] })).toEqual([
      ["/documents/plan", "added", "“Plan” is asked now: always."],
    ]);
    expect(between({ documents: [only] }, { documents: [PLAN] })).toMatchObject([
      ["/documents/plan", "changed", "“Plan” is now asked otherwise: always."],
    ]);
    expect(between({ documents: [PLAN] }, { documents: [] })).toEqual([
      ["/documents/plan", "removed", "“Plan” is not asked any more."],
    ]);
  });

  it("tells an amount with its currency, and the tariff of the day alone", () => {
    const [tariff] = fee?.tariffs ?? [];
    const [first] = tariff?.lines ?? [];
    if (!fee || !tariff || !first) throw new Error("the builder has no tariff");
    const lines = [{ ...first, amount: first.amount + 1 }];
    expect(told({ fee: { ...fee, tariffs: [{ ...tariff, lines }] } })).toMatchObject([
      [`/fee/${first.id}`, "changed", expect.stringContaining(`is ${fee.currency} `)],
    ]);
    const later = [
      { ...tariff, to: "2030-12-31" },
      { ...tariff, from: "2031-01-01", lines },
    ];
    expect(told({ fee: { ...fee, tariffs: later } })).toEqual([]);
  });
});
