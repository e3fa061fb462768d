/**
 * State licence for a food business, India: Food Safety and Standards Act 2006, section 31, and the
 * Licensing and Registration of Food Businesses Regulations 2011. Parameters were read as
 * transcriptions; a lawyer checks them before anyone relies on them.
 */
import * as z from "zod";
import { labelled } from "../../../shared/permit/answers.ts";
import { any, fact } from "../../../shared/permit/condition.ts";
import type {
  DocumentKind,
  LegalBasis,
  Reason,
  TariffLine,
} from "../../../shared/permit/permit.ts";
import { definePermit } from "../../define-permit.ts";
import { mobile, pan, pinCode } from "../../formats/india.ts";
import { line } from "../../formats/line.ts";

const act = (article: string): LegalBasis => ({
  act: { en: "Food Safety and Standards Act 2006" },
  article,
});
const regulation = (article: string): LegalBasis => ({
  act: {
    en: "Food Safety and Standards (Licensing and Registration of Food Businesses) Regulations 2011",
  },
  article,
});

const person = () =>
  z.strictObject({
    name: labelled(line(), { en: "Name" }),
    address: labelled(line(), { en: "Address" }),
    mobile: labelled(mobile(), { en: "Mobile number" }),
  });

const BUSINESSES = {
  "large-manufacturer": { en: "manufacturer or miller above one tonne a day" },
  "small-manufacturer": { en: "manufacturer or miller up to one tonne a day" },
  hotel: { en: "hotel of three stars or more" },
  "food-service": { en: "restaurant, canteen, caterer or other food service" },
  other: { en: "storage, transport, retail, wholesale or other food business" },
} as const;

/** What form B asks (Regulations 2011, Schedule 2). */
const answers = z.strictObject({
  application: labelled(
    z.enum(["new", "renewal"]),
    { en: "Kind of application" },
    { options: { new: { en: "a new licence" }, renewal: { en: "renewal" } } },
  ),
  earlierLicence: labelled(line(20).optional(), { en: "Number of the licence to be renewed" }),
  operator: labelled(line(), { en: "Name of the food business operator" }),
  pan: labelled(pan(), { en: "Permanent account number (PAN)" }),
  registeredOffice: labelled(line(), { en: "Registered office" }),
  premises: labelled(
    z.strictObject({
      address: labelled(line(), { en: "Address" }),
      pinCode: labelled(pinCode(), { en: "PIN code" }),
      areaSquareMetres: labelled(z.number().positive().max(1_000_000), {
        en: "Area in square metres",
      }),
    }),
    { en: "Premises" },
  ),
  business: labelled(
    z.enum(["large-manufacturer", "small-manufacturer", "hotel", "food-service", "other"]),
    { en: "Kind of business" },
    { options: BUSINESSES },
  ),
  products: labelled(
    z
      .array(labelled(line(), { en: "One product" }))
      .min(1)
      .max(100),
    { en: "Food products" },
  ),
  dailyCapacity: labelled(line(100), { en: "Installed capacity or seats" }),
  annualTurnoverLakh: labelled(
    z.number().min(12).max(2000),
    { en: "Annual turnover in lakh rupees" },
    {
      help: {
        en: "Below 12 lakh a registration is enough; above 20 crore the Central authority is competent.",
      },
    },
  ),
  directors: labelled(
    z
      .array(labelled(person(), { en: "One person" }))
      .min(1)
      .max(30),
    {
      en: "Directors, partners or the proprietor",
    },
  ),
  nominee: labelled(person().extend({ qualification: labelled(line(), { en: "Qualification" }) }), {
    en: "Person responsible for compliance (form IX)",
  }),
  equipment: labelled(z.array(labelled(line(), { en: "One machine" })).max(200), {
    en: "Equipment and machinery",
  }),
  electricalLoadHorsepower: labelled(z.number().min(0).max(100_000), {
    en: "Sanctioned electrical load in horsepower",
  }),
  waterIsIngredient: labelled(z.boolean(), { en: "Water is an ingredient of the food" }),
  handlesMeat: labelled(z.boolean(), { en: "Meat is slaughtered or processed" }),
  people: labelled(z.int().min(1).max(100_000), { en: "People employed" }),
  years: labelled(z.int().min(1).max(5), { en: "Years for which the licence is asked" }),
});

const MANUFACTURES = fact("/answers/business").oneOf("large-manufacturer", "small-manufacturer");

const scan = {
  mediaTypes: ["application/pdf", "image/jpeg", "image/png"],
  maxBytes: 10_000_000,
} as const;
const enclosed = (id: string, en: string, more: Partial<DocumentKind> = {}): DocumentKind => ({
  id,
  title: { en },
  basis: regulation("Schedule 2, annexure 2"),
  ...scan,
  ...more,
});

const documents: DocumentKind[] = [
  enclosed("form-b", "Form B, signed by the proprietor, a partner or the authorised signatory"),
  enclosed("layout-plan", "Plan of the layout, with dimensions and areas of operation", {
    requiredIf: any(MANUFACTURES, fact("/answers/business").equals("hotel")),
  }),
  enclosed("directors", "List of directors, partners or members, with address and contact"),
  enclosed("equipment", "List of equipment with its number and capacity", {
    requiredIf: MANUFACTURES,
  }),
  enclosed("identity", "Photo identity and proof of address of the operator"),
  enclosed("possession", "Proof of possession of the premises"),
  enclosed("constitution", "Partnership deed, or memorandum and articles of association", {
    requiredIf: fact("/applicant/kind").equals("organisation"),
  }),
  enclosed("water-report", "Analysis of the water, by a recognised laboratory", {
    requiredIf: fact("/answers/waterIsIngredient").equals(true),
  }),
  enclosed("safety-plan", "Food safety management system plan, or its certificate"),
  enclosed("municipal-consent", "No-objection certificate of the municipality", {
    requiredIf: fact("/answers/handlesMeat").equals(true),
  }),
  enclosed("nomination", "Nomination of the person responsible (form IX)"),
];

/** Paise for a year. */
const yearly = (business: keyof typeof BUSINESSES, amount: number): TariffLine => ({
  id: business,
  title: { en: "Licence fee for each year" },
  amount,
  when: fact("/answers/business").equals(business),
  quantity: "/answers/years",
  unit: { en: "years" },
});

const UNSAFE: Reason[] = [
  {
    code: "unhygienic",
    title: { en: "The premises do not meet the hygienic and sanitary conditions" },
    basis: regulation("Schedule 4"),
  },
  { code: "unsafe-food", title: { en: "Public health would be endangered" }, basis: act("31(3)") },
  { code: "false-information", title: { en: "Information given is false" }, basis: act("61") },
];

const OFFICER = "designated-officer";

export const stateFoodBusinessV1 = definePermit({
  id: "state-food-business",
  version: 1,
  title: { en: "State food business licence" },
  summary: {
    en: "For food businesses with a turnover of 12 lakh to 20 crore rupees a year, in one State.",
  },
  legalBasis: [act("31"), regulation("2.1")],
  level: "district",
  validFrom: "2011-08-05",
  applicants: ["person", "organisation"],
  roles: [
    { id: "scrutiny", title: { en: "Licensing clerk" } },
    { id: "food-safety-officer", title: { en: "Food Safety Officer" } },
    { id: OFFICER, title: { en: "Designated Officer" } },
  ],
  answers,
  conditionalFields: [
    { field: "/answers/earlierLicence", askedIf: fact("/answers/application").equals("renewal") },
  ],
  documents,
  fee: {
    currency: "INR",
    tariffs: [
      {
        from: "2011-08-05",
        basis: regulation("Schedule 3"),
        lines: [
          yearly("large-manufacturer", 500_000),
          yearly("small-manufacturer", 300_000),
          yearly("hotel", 500_000),
          yearly("food-service", 200_000),
          yearly("other", 200_000),
          {
            id: "late",
            title: { en: "Late fee for each day after the renewal window" },
            amount: 10_000,
            when: fact("/renewal/daysLate").atLeast(1),
            quantity: "/renewal/daysLate",
            unit: { en: "days late" },
            basis: regulation("2.1.7"),
          },
        ],
      },
    ],
  },
  clock: {
    limit: { amount: 2, unit: "months" },
    basis: act("31(4)"),
    onDeadline: "mayProceed",
    onSupplement: "restart",
    onPayment: "pause",
    warnBefore: { amount: 5, unit: "workingDays" },
  },
  stages: [
    {
      id: "fee",
      kind: "pay",
      title: { en: "Payment of the fee with the application" },
      basis: regulation("2.1.3"),
      limit: { amount: 7, unit: "calendarDays", binds: "applicant" },
      onDeadline: "lapse",
    },
    {
      id: "scrutiny",
      kind: "review",
      title: { en: "Scrutiny of the application" },
      basis: regulation("2.1.4"),
      role: "scrutiny",
      level: "district",
      accepts: true,
      limit: { amount: 15, unit: "calendarDays" },
      supplement: {
        rounds: 1,
        limit: { amount: 30, unit: "calendarDays", binds: "applicant" },
        basis: regulation("2.1.4"),
      },
      refusals: [
        {
          code: "central-licence",
          title: { en: "The Central licensing authority is competent" },
          basis: regulation("Schedule 1"),
        },
        {
          code: "registration-enough",
          title: { en: "A registration is enough" },
          basis: act("31(2)"),
        },
      ],
    },
    {
      id: "inspection",
      kind: "inspect",
      title: { en: "Inspection of the premises" },
      basis: regulation("2.1.4"),
      role: "food-safety-officer",
      level: "district",
      apartFrom: ["scrutiny"],
      limit: { amount: 15, unit: "workingDays" },
      checklist: [
        { id: "water", title: { en: "Potable water, meeting the standard" } },
        { id: "layout", title: { en: "Layout prevents cross-contamination" } },
        { id: "surfaces", title: { en: "Floors, walls and ceilings are sound and cleanable" } },
        { id: "waste", title: { en: "Waste and drainage are managed" } },
        { id: "pests", title: { en: "Pests are controlled" } },
        { id: "handlers", title: { en: "Food handlers are medically examined and trained" } },
        { id: "storage", title: { en: "Food is stored at safe temperatures" } },
      ],
      refusals: UNSAFE,
      // Nobody is refused without being heard (section 31(3)): findings go to the hearing.
      objectionRefusesIf: any(),
    },
    {
      id: "hearing",
      kind: "hear",
      title: { en: "Hearing before a refusal" },
      basis: act("31(3)"),
      role: OFFICER,
      level: "district",
      when: fact("/stages/inspection/outcome").equals("objected"),
      limit: { amount: 10, unit: "workingDays" },
      refusals: UNSAFE,
    },
    {
      id: "grant",
      kind: "review",
      title: { en: "Grant by the Designated Officer" },
      basis: act("31(3)"),
      role: OFFICER,
      level: "district",
      apartFrom: ["scrutiny", "inspection"],
      limit: { amount: 10, unit: "workingDays" },
      refusals: [],
    },
    { id: "issue", kind: "issue", title: { en: "Issue of the licence (form C)" } },
  ],
  licence: {
    title: { en: "Licence under the Food Safety and Standards Act 2006" },
    type: "state-food-business",
    number: "1{agency}{year}{sequence:6}",
    validity: { amount: 60, unit: "months", binds: "licence" },
    validityChosen: { years: "/answers/years" },
    claims: [
      {
        id: "holder",
        title: { en: "Food business operator" },
        value: "/answers/operator",
        disclosure: "always",
        printed: true,
        cwtKey: 4,
      },
      {
        id: "premises",
        title: { en: "Premises" },
        value: "/answers/premises/address",
        disclosure: "always",
        printed: true,
        cwtKey: 5,
      },
      {
        id: "business",
        title: { en: "Kind of business" },
        value: "/answers/business",
        disclosure: "always",
        printed: true,
        cwtKey: 6,
      },
      {
        id: "products",
        title: { en: "Food products" },
        value: "/answers/products",
        disclosure: "always",
        printed: false,
        cwtKey: 7,
      },
      {
        id: "registered_office",
        title: { en: "Registered office" },
        value: "/answers/registeredOffice",
        disclosure: "selective",
        printed: false,
        cwtKey: 8,
      },
    ],
    statusReasons: [
      {
        code: "improvement-notice",
        to: "suspended",
        title: { en: "An improvement notice was not complied with" },
        basis: act("32(2)"),
      },
      {
        code: "cancelled",
        to: "revoked",
        title: { en: "Cancelled after suspension" },
        basis: act("32(3)"),
      },
      {
        code: "given-up",
        to: "surrendered",
        title: { en: "The operator has given it up" },
        basis: regulation("2.1"),
      },
      {
        code: "modified",
        to: "replaced",
        title: { en: "A modified licence replaces it" },
        basis: regulation("2.1"),
      },
    ],
    renewal: {
      from: { amount: 180, unit: "calendarDays", binds: "licence" },
      until: { amount: 30, unit: "calendarDays", binds: "licence" },
      lateUntilExpiry: true,
      basis: regulation("2.1.7"),
    },
  },
});
