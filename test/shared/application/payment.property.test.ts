import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueEvent } from "../../../shared/application/agenda.ts";
import { openTasks } from "../../../shared/application/application.ts";
import { recordPayment, recordRefund } from "../../../shared/application/commands/pay.ts";
import { withdraw } from "../../../shared/application/commands/withdraw.ts";
import { isFinal } from "../../../shared/application/event.ts";
import { isDue } from "../../../shared/licence/compose.ts";
import type { Checkout } from "../../../shared/ports.ts";
import { Problem } from "../../../shared/problem.ts";
import { APPLICANT, CHECKOUT, Dossier, officer } from "../../builders/application.ts";

const GATEWAY = { kind: "platform", part: "gateway" } as const;
const ORDER = ["reception", "fee", "appraisal", "head", "signing"] as const;
const ROLES = ["reception", "", "appraiser", "head", "leader"] as const;

/** Five checkouts, as the gateway has them: one thing that was paid under each, and no other. */
const CHECKOUTS: readonly Checkout[] = [
  { amount: 400_000, currency: "VND" },
  { amount: 400_000, currency: "VND" },
  { amount: 399_999, currency: "VND" },
  { amount: 4_000_000, currency: "VND" },
  { amount: 400_000, currency: "USD" },
].map((money, index) => ({ ...CHECKOUT, ...money, id: `checkout-${index}` }));

type Step =
  | { kind: "pays"; which: number }
  | { kind: "refunds"; which: number }
  | { kind: "goes" }
  | { kind: "withdraws" }
  | { kind: "waits" };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Step>({ kind: "goes" }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom("pays" as const, "refunds" as const), fc.nat(CHECKOUTS.length - 1))
      .map(([kind, which]): Step => ({ kind, which })),
  },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: "withdraws" }, { kind: "waits" }) },
);

/** The execution and the officers do the next thing that is theirs; the fee nobody but money pays. */
function goes(file: Dossier): void {
  const [open] = openTasks(file.application);
  if (open?.stage === "fee") return;
  if (open) {
    const role = ROLES[ORDER.indexOf(open.stage as (typeof ORDER)[number])] ?? "";
    file.approved(open.stage, officer(role));
    return;
  }
  const next = ORDER.find((stage) => file.application.tasks[stage] === undefined);
  if (next && !isFinal(file.application.phase)) file.at(next);
}

function waits(file: Dossier): void {
  file.now += 20 * 86_400_000;
  for (let event = dueEvent(file.case); event; event = dueEvent(file.case)) {
    file.apply({ kind: "platform", part: "clock" }, [event]);
  }
}

function act(file: Dossier, step: Step): void {
  try {
    if (step.kind === "goes") goes(file);
    else if (step.kind === "waits") waits(file);
    else if (step.kind === "withdraws") file.apply(APPLICANT, withdraw(file.case));
    else {
      const checkout = CHECKOUTS[step.which] as Checkout;
      if (step.kind === "pays") file.apply(GATEWAY, recordPayment(file.case, checkout));
      else file.apply(GATEWAY, recordRefund(file.case, checkout.id));
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

const told = (file: Dossier, type: string) => file.trail.filter(({ body }) => body.type === type);

describe("whatever is paid, told twice, refunded, withdrawn or late, in any order", () => {
  it("a licence is due only on the one exact payment, and every other one goes back", () => {
    let issuable = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) => {
        const file = new Dossier().submitted();
        const paid = new Set<string>();
        for (const each of steps) {
          act(file, each);
          if (each.kind === "pays") paid.add((CHECKOUTS[each.which] as Checkout).id);
          const { application } = file;
          if (isDue(file.case)) {
            issuable++;
            expect(application.paid).toMatchObject({ amount: 400_000, currency: "VND" });
          }
          expect(told(file, "Paid").length).toBeLessThanOrEqual(1);
          // Nothing that was paid is forgotten: it is the fee, or it is on its way back.
          const kept = application.paid?.checkout;
          const back = Object.keys(application.returned ?? {});
          expect([...back, ...(kept === undefined ? [] : [kept])].sort()).toEqual([...paid].sort());
          for (const type of ["PaymentReturned", "PaymentRefunded"]) {
            const ids = told(file, type).map(({ body }) => "checkout" in body && body.checkout);
            expect(new Set(ids).size).toBe(ids.length);
          }
        }
        // What is given back is owed to the gateway until it confirms.
        const owed = file.changes.flatMap(({ settlements }) => settlements);
        expect(owed.sort()).toEqual(Object.keys(file.application.returned ?? {}).sort());
      }),
      { numRuns: 400, seed: 20261126 },
    );
    expect(issuable).toBeGreaterThan(0);
  });

  it("nothing else than an exact payment closes the fee but the end of the file", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const file = new Dossier().submitted();
        for (const each of steps) act(file, each);
        const { tasks, paid } = file.application;
        expect(tasks["fee"]?.outcome === "Approved").toBe(paid !== undefined);
      }),
      { numRuns: 200, seed: 30 },
    );
  });
});
