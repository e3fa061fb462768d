/** A small sound definition, of which a test changes the one thing that it is about. */
import * as z from "zod";
import { labelled } from "../../shared/permit/answers.ts";
import type {
  HumanStage,
  IssueStage,
  LegalBasis,
  LicenceTemplate,
  PayStage,
  PermitDefinition,
  Reason,
  ReviewStage,
  SignStage,
} from "../../shared/permit/permit.ts";

export const A_BASIS: LegalBasis = { act: { en: "An act" } };
export const A_REASON: Reason = { code: "unfit", title: { en: "Unfit" } };

export const reception: ReviewStage = {
  id: "reception",
  kind: "review",
  title: { en: "Reception" },
  role: "clerk",
  level: "commune",
  accepts: true,
  limit: { amount: 1, unit: "workingDays" },
  refusals: [A_REASON],
};

export const fee: PayStage = {
  id: "fee",
  kind: "pay",
  title: { en: "Fee" },
  limit: { amount: 15, unit: "calendarDays", binds: "applicant" },
};

export const appraisal: ReviewStage = {
  id: "appraisal",
  kind: "review",
  title: { en: "Appraisal" },
  role: "appraiser",
  level: "commune",
  limit: { amount: 3, unit: "workingDays" },
  refusals: [A_REASON],
};

export const signing: SignStage = {
  id: "signing",
  kind: "sign",
  title: { en: "Signature" },
  role: "leader",
  level: "commune",
  limit: { amount: 2, unit: "workingDays" },
  refusals: [A_REASON],
};

export const issue: IssueStage = { id: "issue", kind: "issue", title: { en: "Issue" } };

/** A stage of any kind in which other officers act, for a parallel group. */
export function asked(id: string, more: Partial<HumanStage> = {}): HumanStage {
  return {
    id,
    kind: "consult",
    title: { en: id },
    role: "expert",
    level: "commune",
    limit: { amount: 2, unit: "workingDays" },
    refusals: [A_REASON],
    ...more,
  } as HumanStage;
}

export const answers = z.strictObject({
  name: labelled(z.string().min(1), { en: "Name" }),
  rooms: labelled(z.int().min(1), { en: "Rooms" }),
  kind: labelled(
    z.enum(["inn", "bar"]),
    { en: "Kind" },
    { options: { inn: { en: "Inn" }, bar: { en: "Bar" } } },
  ),
  places: labelled(
    z
      .array(
        labelled(z.strictObject({ address: labelled(z.string(), { en: "Address" }) }), {
          en: "Place",
        }),
      )
      .min(1)
      .max(3),
    { en: "Places" },
  ),
  note: labelled(z.string().optional(), { en: "Note" }),
});

export const licence: LicenceTemplate = {
  title: { en: "Licence" },
  type: "inn",
  number: "{sequence:4}/{year}",
  validity: { amount: 12, unit: "months", binds: "licence" },
  claims: [
    {
      id: "holder",
      title: { en: "Holder" },
      value: "/answers/name",
      disclosure: "selective",
      printed: true,
      cwtKey: 4,
    },
  ],
  statusReasons: [{ code: "unfit", title: { en: "Unfit" }, to: "revoked" }],
};

/** A definition that every rule accepts, with what the test changes. */
export function definition(changes: Partial<PermitDefinition> = {}): PermitDefinition {
  return {
    id: "inn",
    version: 1,
    title: { en: "Inn licence" },
    summary: { en: "For inns." },
    legalBasis: [A_BASIS],
    level: "commune",
    validFrom: "2026-01-01",
    applicants: ["person", "organisation"],
    roles: ["clerk", "appraiser", "expert", "leader"].map((id) => ({ id, title: { en: id } })),
    answers,
    documents: [
      { id: "plan", title: { en: "Plan" }, mediaTypes: ["application/pdf"], maxBytes: 1_000_000 },
    ],
    fee: {
      currency: "VND",
      tariffs: [
        {
          from: "2026-01-01",
          basis: A_BASIS,
          lines: [{ id: "room", title: { en: "Room" }, amount: 100, quantity: "/answers/rooms" }],
        },
      ],
    },
    clock: {
      limit: { amount: 10, unit: "workingDays" },
      basis: A_BASIS,
      onSupplement: "restart",
      onPayment: "pause",
      warnBefore: { amount: 1, unit: "workingDays" },
    },
    stages: [reception, fee, appraisal, signing, issue],
    licence,
    ...changes,
  };
}
