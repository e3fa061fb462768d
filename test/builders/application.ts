/** Applications at any point of their way, without a table: for a retail liquor licence, or another permit. */
import { readFileSync } from "node:fs";
import type { Application } from "../../shared/application/application.ts";
import { type Case, factsOf, type Rules } from "../../shared/application/case.ts";
import { type Change, changed } from "../../shared/application/change.ts";
import { decide } from "../../shared/application/commands/decide.ts";
import { recordPayment } from "../../shared/application/commands/pay.ts";
import { arrive } from "../../shared/application/commands/stage.ts";
import { submit } from "../../shared/application/commands/submit.ts";
import type { Actor, AuditEvent, EventBody } from "../../shared/application/event.ts";
import { type Authority, authoritySchema } from "../../shared/authority/authority.ts";
import { compileCalendar } from "../../shared/calendar/working.ts";
import type { Facts } from "../../shared/permit/condition.ts";
import type { PermitDefinition } from "../../shared/permit/permit.ts";
import type { Checkout } from "../../shared/ports.ts";
import { vietNam } from "../../workflows/authorities/calendars/viet-nam.ts";
import { definePermit } from "../../workflows/define-permit.ts";
import { retailLiquorV1 } from "../../workflows/permits/retail-liquor/v1.ts";
import { inWordsOf } from "./decision.ts";

const file = new URL("../../workflows/authorities/vn-quang-nam.json", import.meta.url);
const { appointments: _, ...authority } = authoritySchema.parse(
  JSON.parse(readFileSync(file, "utf8")),
);

export const rules: Rules = {
  permit: retailLiquorV1,
  authority: authority as Authority,
  calendar: compileCalendar(vietNam),
};

/** The same authority and calendar, with another permit, proven as every permit is. */
export const rulesOf = (definition: PermitDefinition): Rules => ({
  ...rules,
  permit: definePermit(definition),
});

export const ID = "01k0000000000000000000007x";
export const MONDAY_NINE = Date.parse("2026-10-05T09:00:00+07:00");
export const APPLICANT: Actor = { kind: "applicant", person: "lan", party: "party" };
export const officer = (role: string, person: string = role): Actor => ({
  kind: "officer",
  person,
  unit: "ubnd-dien-ban",
  role,
});
export const WORKFLOW: Actor = { kind: "platform", part: "workflow" };

const ANSWERS = {
  businessName: "Hộ kinh doanh Nguyễn Thị Lan",
  taxCode: "4000123457",
  premises: [{ address: "12 Trần Nhân Tông", areaSquareMetres: 45 }],
};
export const facts: Facts = {
  answers: ANSWERS,
  applicant: { kind: "household" },
  place: { code: "dien-ban", area: "urban" },
};

/** One file that commands are carried out on, one after the other, as its trail grows. */
export class Dossier {
  application: Application;
  readonly trail: AuditEvent[] = [];
  readonly changes: Change[] = [];
  now = MONDAY_NINE;
  readonly law: Rules;
  readonly answers: unknown;

  constructor(law: Rules = rules, answers: unknown = ANSWERS) {
    this.law = law;
    this.answers = answers;
    this.application = undefined as unknown as Application;
    this.apply(APPLICANT, [
      {
        type: "DraftCreated",
        permit: law.permit.id,
        permitVersion: law.permit.version,
        authority: "vn-quang-nam",
        place: "dien-ban",
        party: "party",
        applicantKind: "household",
        language: "vi",
      },
    ]);
  }

  get case(): Case {
    return { ...this.law, application: this.application, now: this.now };
  }

  get facts(): Facts {
    return factsOf(this.law, this.application, this.answers);
  }

  apply(actor: Actor, bodies: readonly EventBody[]): this {
    if (bodies.length === 0) return this;
    const change = changed(ID, this.application, bodies, actor, this.now);
    this.application = change.after;
    this.trail.push(...change.events);
    this.changes.push(change);
    return this;
  }

  submitted(): this {
    const dossier = "H47.21-261005-0001";
    return this.apply(
      APPLICANT,
      submit(this.case, { dossier, facts: this.facts, answers: "", documents: [] }),
    );
  }

  /** What a supplement brings where nothing of interest was changed. */
  get handedIn() {
    return { facts: this.facts, answers: "", documents: [] };
  }

  /** The execution comes to a stage. */
  at(stage: string, run = this.application.run): this {
    const arrival = arrive(this.case, { stage, run }, this.facts);
    if (arrival.kind !== "standing") throw new Error(`${stage}: ${arrival.kind}`);
    return this.apply(WORKFLOW, arrival.events);
  }

  approved(stage: string, by: Actor): this {
    return this.decided(stage, by, { outcome: "approve" });
  }

  decided(stage: string, by: Actor, decision: Parameters<typeof decide>[2]): this {
    const round = this.application.tasks[stage]?.round ?? 1;
    const person = by.kind === "platform" ? "" : by.person;
    const said = inWordsOf(this.law.permit, stage, decision);
    return this.apply(by, decide(this.case, { stage, round, officer: person }, said, this.facts));
  }

  paid(checkout: Partial<Checkout> = {}): this {
    return this.apply(
      { kind: "platform", part: "gateway" },
      recordPayment(this.case, { ...CHECKOUT, ...checkout }),
    );
  }

  /** Everybody agreed, the fee is paid: only the licence is missing. */
  due(): this {
    return this.submitted()
      .at("reception")
      .approved("reception", officer("reception"))
      .at("fee")
      .paid()
      .at("appraisal")
      .approved("appraisal", officer("appraiser"))
      .at("head")
      .approved("head", officer("head"))
      .at("signing")
      .approved("signing", officer("leader"));
  }
}

export const CHECKOUT: Checkout = {
  id: "checkout",
  url: "https://gateway.example/pay",
  status: "paid",
  amount: 400_000,
  currency: "VND",
  reference: ID,
};
