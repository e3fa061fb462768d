/** Arbitrary definitions in the shape of a permit: most are sound, and the proof says which. */
import fc from "fast-check";
import { fact } from "../../shared/permit/condition.ts";
import type { ParallelGroup, PermitDefinition, Stage } from "../../shared/permit/permit.ts";
import * as a from "./definition.ts";

const refusals = fc.constantFrom([], [a.A_REASON]);
const when = fc.constantFrom(
  undefined,
  undefined,
  fact("/answers/kind").equals("inn"),
  fact("/answers/rooms").atLeast(3),
);

const supplement = fc.option(
  fc.record({
    rounds: fc.integer({ min: 0, max: 4 }),
    limit: fc.constant({ amount: 15, unit: "calendarDays", binds: "applicant" } as const),
    onSilence: fc.constantFrom("close" as const, "return" as const),
  }),
  { nil: undefined },
);

const limit = fc
  .integer({ min: 1, max: 3 })
  .map((amount) => ({ amount, unit: "workingDays" }) as const);

const officer = (kinds: readonly string[], supplements: boolean) =>
  fc
    .record({
      kind: fc.constantFrom(...kinds),
      role: fc.constantFrom("appraiser", "expert"),
      limit,
      refusals,
      when,
      onDeadline: fc.constantFrom(
        undefined,
        undefined,
        "escalate",
        "deemedApproved",
        "deemedRefused",
        "deemedConsent",
        "mayProceed",
      ),
      supplement: supplements ? supplement : fc.constant(undefined),
    })
    .map(({ supplement: rule, ...stage }) => ({
      title: { en: "Stage" },
      level: "commune",
      checklist: [],
      ...stage,
      ...(stage.kind === "review" && rule && { supplement: rule }),
    }));

const single = officer(["review", "review", "consult", "inspect", "hear"], true);
const group = fc
  .array(officer(["review", "consult", "inspect"], false), { minLength: 2, maxLength: 3 })
  .map((stages) => ({ kind: "parallel", title: { en: "Group" }, stages }));

/** Definitions with up to five steps between acceptance and signature, with or without a fee. */
export const definitions: fc.Arbitrary<PermitDefinition> = fc
  .record({
    steps: fc.array(fc.oneof({ arbitrary: single, weight: 3 }, { arbitrary: group, weight: 1 }), {
      maxLength: 4,
    }),
    receptionSupplement: supplement,
    paid: fc.boolean(),
    payFirst: fc.boolean(),
  })
  .map(({ steps, receptionSupplement, paid, payFirst }) => {
    const middle = steps.map((step, index) => named(step, `step-${index}`));
    const reception = {
      ...a.reception,
      ...(receptionSupplement && { supplement: receptionSupplement }),
    };
    const pay = paid ? [a.fee] : [];
    const opening = payFirst ? [...pay, reception] : [reception, ...pay];
    return a.definition({
      ...(paid ? {} : { fee: undefined }),
      clock: { ...a.definition().clock, limit: { amount: 20, unit: "workingDays" } },
      stages: [...opening, ...middle, a.signing, a.issue] as (Stage | ParallelGroup)[],
    });
  });

function named(step: object, id: string): object {
  if (!("stages" in step) || !Array.isArray(step.stages)) return { ...step, id };
  return {
    ...step,
    id,
    stages: step.stages.map((stage: object, index) => ({ ...stage, id: `${id}-${index}` })),
  };
}
