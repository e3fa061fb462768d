/**
 * Temporary event notice, England and Wales: Licensing Act 2003, Part 5. A notice, not a request:
 * nobody grants it, and silence permits. Parameters were read as transcriptions; a lawyer checks
 * them before anyone relies on them.
 */
import * as z from "zod";
import { labelled, ruled } from "../../../shared/permit/answers.ts";
import { all, any, fact } from "../../../shared/permit/condition.ts";
import type { ConsultStage, LegalBasis, Reason } from "../../../shared/permit/permit.ts";
import { definePermit } from "../../define-permit.ts";
import { line, paragraphs } from "../../formats/line.ts";
import {
  clockTime,
  hoursBetween,
  postcode,
  telephone,
  yearsBetween,
} from "../../formats/united-kingdom.ts";

const ACT = { en: "Licensing Act 2003" };
const act = (article: string): LegalBasis => ({
  act: ACT,
  article,
  source: `https://www.legislation.gov.uk/ukpga/2003/17/section/${article.replace(/\(.*$/, "")}`,
});
const FEES: LegalBasis = {
  act: { en: "Licensing Act 2003 (Fees) Regulations 2005 (S.I. 2005/79)" },
};
const FORM: LegalBasis = {
  act: {
    en: "Licensing Act 2003 (Permitted Temporary Activities) (Notices) Regulations 2005 (S.I. 2005/2918)",
  },
  article: "Schedule 1",
};

const LONGEST_HOURS = 168;

const event = ruled(
  z.strictObject({
    firstDay: labelled(z.iso.date(), { en: "First day of the event period" }),
    firstTime: labelled(clockTime(), { en: "Time at which it begins" }),
    lastDay: labelled(z.iso.date(), { en: "Last day of the event period" }),
    lastTime: labelled(clockTime(), { en: "Time at which it ends" }),
    times: labelled(paragraphs(1000), {
      en: "Times of the licensable activities during the period",
    }),
  }),
  {
    code: "event-period",
    at: "lastDay",
    test: (period) => {
      const hours = hoursBetween(
        period.firstDay,
        period.firstTime,
        period.lastDay,
        period.lastTime,
      );
      return hours > 0 && hours <= LONGEST_HOURS;
    },
    detail: {
      en: `The event period must end after it begins, and last at most ${LONGEST_HOURS} hours.`,
    },
  },
);

const activities = ruled(
  z.strictObject({
    alcohol: labelled(z.boolean(), { en: "Sale by retail of alcohol" }),
    clubAlcohol: labelled(z.boolean(), {
      en: "Supply of alcohol by a club to its members or their guests",
    }),
    entertainment: labelled(z.boolean(), { en: "Regulated entertainment" }),
    lateRefreshment: labelled(z.boolean(), { en: "Late night refreshment" }),
  }),
  {
    code: "no-activity",
    test: (chosen) => Object.values(chosen).includes(true),
    detail: { en: "Name one licensable activity at least: without any, no notice is needed." },
  },
);

const count = (most: number) => z.int().min(0).max(most);

/** What the prescribed form asks (S.I. 2005/2918, Schedule 1). */
const answers = ruled(
  z.strictObject({
    name: labelled(line(), { en: "Name of the premises user" }),
    previousNames: labelled(line().optional(), { en: "Previous names" }),
    dateOfBirth: labelled(z.iso.date(), { en: "Date of birth" }),
    placeOfBirth: labelled(line(), { en: "Place of birth" }),
    address: labelled(line(), { en: "Address" }),
    postcode: labelled(postcode(), { en: "Postcode" }),
    telephone: labelled(telephone(), { en: "Telephone" }),
    email: labelled(z.email().max(200), { en: "E-mail" }),
    premises: labelled(
      z.strictObject({
        address: labelled(line(), { en: "Address, or how the place is found" }),
        part: labelled(line().optional(), { en: "Part of the premises, if not the whole" }),
        nature: labelled(line(), { en: "Nature of the premises" }),
        licenceNumber: labelled(line(60).optional(), {
          en: "Number of a premises licence or club certificate in force",
        }),
      }),
      { en: "Premises" },
    ),
    natureOfEvent: labelled(paragraphs(1000), { en: "Nature of the event" }),
    activities: labelled(activities, { en: "Licensable activities" }),
    alcoholConsumption: labelled(
      z.enum(["on", "off", "both"]).optional(),
      { en: "Alcohol is to be consumed" },
      {
        options: {
          on: { en: "on the premises" },
          off: { en: "off the premises" },
          both: { en: "both on and off the premises" },
        },
      },
    ),
    alcoholCondition: labelled(z.literal(true).optional(), {
      en: "All supplies of alcohol are made by or under the authority of the premises user",
    }),
    event: labelled(event, { en: "Event period" }),
    maximumPeople: labelled(
      z.int().min(1).max(499),
      { en: "Most people present at the same time" },
      { help: { en: "Fewer than 500, with staff, organisers and performers." } },
    ),
    adultEntertainment: labelled(z.boolean(), {
      en: "Entertainment of a sexual nature is included",
    }),
    personalLicence: labelled(
      z
        .strictObject({
          authority: labelled(line(), { en: "Issuing licensing authority" }),
          number: labelled(line(60), { en: "Licence number" }),
          issuedOn: labelled(z.iso.date(), { en: "Date of issue" }),
        })
        .optional(),
      { en: "Personal licence held by the premises user" },
    ),
    earlierNotices: labelled(count(50), {
      en: "Notices given by you for events in the same calendar year",
    }),
    earlierLateNotices: labelled(count(10), { en: "Of these, late notices" }),
  }),
  {
    code: "under-age",
    at: "dateOfBirth",
    test: ({ dateOfBirth, event: { firstDay } }) => yearsBetween(dateOfBirth, firstDay) >= 18,
    detail: { en: "Only a person of 18 or over may give a temporary event notice." },
  },
);

const SUPPLIES_ALCOHOL = any(
  fact("/answers/activities/alcohol").equals(true),
  fact("/answers/activities/clubAlcohol").equals(true),
);
const IS_LATE = fact("/notice/timing").equals("late");

const OBJECTIVES: Reason[] = [
  {
    code: "crime-and-disorder",
    title: { en: "Prevention of crime and disorder" },
    basis: act("4(2)(a)"),
  },
  { code: "public-safety", title: { en: "Public safety" }, basis: act("4(2)(b)") },
  {
    code: "public-nuisance",
    title: { en: "Prevention of public nuisance" },
    basis: act("4(2)(c)"),
  },
  { code: "children", title: { en: "Protection of children from harm" }, basis: act("4(2)(d)") },
];

/** Asked within three working days; silence permits; against a late notice an objection is final. */
const relevantPerson = (id: string, title: string): ConsultStage => ({
  id,
  kind: "consult",
  title: { en: title },
  basis: act("104(2)"),
  role: id,
  level: "district",
  limit: { amount: 3, unit: "workingDays" },
  onDeadline: "deemedConsent",
  refusals: OBJECTIVES,
  objectionRefusesIf: IS_LATE,
});

export const temporaryEventNoticeV1 = definePermit({
  id: "temporary-event-notice",
  version: 1,
  title: { en: "Temporary event notice" },
  summary: {
    en: "For one event of at most 168 hours and fewer than 500 people, with alcohol, entertainment or late night refreshment, at a place that is not licensed for it.",
  },
  legalBasis: [act("100"), act("100A"), act("104"), act("104A"), act("105"), FEES, FORM],
  level: "district",
  validFrom: "2015-06-26",
  applicants: ["person"],
  roles: [
    { id: "licensing-officer", title: { en: "Licensing officer" } },
    { id: "police", title: { en: "Chief officer of police" } },
    { id: "environmental-health", title: { en: "Environmental health officer" } },
    { id: "sub-committee", title: { en: "Licensing sub-committee" } },
  ],
  answers,
  conditionalFields: [
    { field: "/answers/alcoholConsumption", askedIf: SUPPLIES_ALCOHOL, basis: act("100(5)(e)") },
    { field: "/answers/alcoholCondition", askedIf: SUPPLIES_ALCOHOL, basis: act("100(6)") },
  ],
  documents: [],
  fee: {
    currency: "GBP",
    tariffs: [
      {
        from: "2005-11-24",
        basis: FEES,
        lines: [{ id: "notice", title: { en: "Temporary event notice" }, amount: 2100 }],
      },
    ],
  },
  notice: {
    before: "/answers/event/firstDay",
    standard: { amount: 10, unit: "workingDays", clear: true },
    late: { amount: 5, unit: "workingDays", clear: true },
    basis: act("100A"),
  },
  clock: {
    limit: { amount: 10, unit: "workingDays" },
    basis: act("105(4)"),
    onSupplement: "pause",
    onPayment: "pause",
    // The periods of Part 5 are the statute's own; nothing in it lets an authority set another day.
    reschedule: "never",
    warnBefore: { amount: 1, unit: "workingDays" },
  },
  stages: [
    {
      id: "fee",
      kind: "pay",
      title: { en: "Payment of the fee with the notice" },
      basis: act("100(7)(b)"),
      limit: { amount: 1, unit: "calendarDays", binds: "applicant" },
      onDeadline: "lapse",
    },
    {
      id: "acknowledgement",
      kind: "review",
      title: { en: "Acknowledgement of receipt" },
      basis: act("102"),
      role: "licensing-officer",
      level: "district",
      accepts: true,
      limit: { amount: 1, unit: "workingDays" },
      refusals: [
        {
          code: "limits-exceeded",
          title: { en: "A permitted limit is exceeded: counter notice" },
          basis: act("107"),
        },
        {
          code: "gap-too-short",
          title: { en: "Less than 24 hours between two events of one user" },
          basis: act("101"),
        },
      ],
    },
    {
      id: "objections",
      kind: "parallel",
      title: { en: "Objections: silence permits" },
      stages: [
        relevantPerson("police", "Police"),
        relevantPerson("environmental-health", "Environmental health"),
      ],
    },
    {
      id: "hearing",
      kind: "hear",
      title: { en: "Hearing of the objection" },
      basis: act("105"),
      role: "sub-committee",
      level: "district",
      when: all(
        fact("/notice/timing").equals("standard"),
        any(
          fact("/stages/police/outcome").equals("objected"),
          fact("/stages/environmental-health/outcome").equals("objected"),
        ),
      ),
      limit: { amount: 7, unit: "workingDays" },
      // A decision that is not given in time lets the event go ahead (Explanatory Notes, 175).
      onDeadline: "deemedApproved",
      refusals: OBJECTIVES,
    },
    { id: "issue", kind: "issue", title: { en: "Acknowledged notice" } },
  ],
  licence: {
    title: { en: "Acknowledged temporary event notice" },
    type: "temporary-event-notice",
    number: "TEN/{agency}/{year}/{sequence:5}",
    validity: { amount: 7, unit: "calendarDays", binds: "licence" },
    validityChosen: { firstDay: "/answers/event/firstDay", lastDay: "/answers/event/lastDay" },
    claims: [
      {
        id: "holder",
        title: { en: "Premises user" },
        value: "/answers/name",
        disclosure: "selective",
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
        id: "event_period",
        title: { en: "Event period" },
        value: "/answers/event",
        disclosure: "always",
        printed: true,
        cwtKey: 6,
      },
      {
        id: "activities",
        title: { en: "Licensable activities" },
        value: "/answers/activities",
        disclosure: "always",
        printed: true,
        cwtKey: 7,
      },
      {
        id: "maximum_people",
        title: { en: "Most people present" },
        value: "/answers/maximumPeople",
        disclosure: "always",
        printed: true,
        cwtKey: 8,
      },
    ],
    statusReasons: [
      {
        code: "withdrawn-by-user",
        to: "surrendered",
        title: { en: "Withdrawn by the premises user" },
        basis: act("103"),
      },
      {
        code: "modified",
        to: "replaced",
        title: { en: "Modified after an objection, with the user's consent" },
        basis: act("106"),
      },
    ],
  },
});
