/** The counted path of every permit: filed, paid, agreed to by each of its officers, issued, downloaded. */
import { type ExampleFiling, exampleFiling } from "../example-filings.ts";
import { DRAFT } from "./servers.ts";
import { DOCUMENTS, type Lifecycle } from "./steps.ts";

export interface CountedPath {
  readonly applicant: string;
  readonly draft: { readonly permit: string; readonly [member: string]: unknown };
  readonly documents: readonly string[];
  /** In the order in which they are possible. */
  readonly steps: readonly ("pay" | readonly [officer: string, stage: string, decision: object])[];
}

const APPROVE = { outcome: "approve" };
const CONSENT = { outcome: "consent" };
const passed = (...items: string[]) => ({
  outcome: "pass",
  checklist: items.map((item) => ({ item, result: "met" })),
});

/** In a month: far enough for any notice. */
const aDay = () => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

type Answers = ExampleFiling["answers"];

function asked(permit: string, changed = (answers: Answers): Answers => answers) {
  const { documents, answers, ...body } = exampleFiling(permit);
  return { draft: { ...body, answers: changed(answers) }, documents };
}

export const RETAIL_LIQUOR: CountedPath = {
  applicant: "lan",
  draft: DRAFT,
  documents: DOCUMENTS,
  steps: [
    ["dienban-reception", "reception", APPROVE],
    "pay",
    ["dienban-appraiser", "appraisal", APPROVE],
    ["dienban-head", "head", APPROVE],
    ["dienban-leader", "signing", APPROVE],
  ],
};

const HOUSE: CountedPath = {
  applicant: "lan",
  ...asked("house-construction"),
  steps: [
    ["dienban-reception", "intake", APPROVE],
    "pay",
    [
      "dienban-inspector",
      "site-check",
      passed("boundaries", "building-line", "not-begun", "neighbours"),
    ],
    ["dienban-infrastructure", "infrastructure", CONSENT],
    ["dienban-appraiser", "appraisal", APPROVE],
    ["dienban-leader", "signing", APPROVE],
  ],
};

const NOTICE: CountedPath = {
  applicant: "emma",
  ...asked("temporary-event-notice", ({ event, ...answers }) => ({
    ...answers,
    event: { ...event, firstDay: aDay(), lastDay: aDay() },
  })),
  steps: [
    "pay",
    ["cambridge-licensing-officer", "acknowledgement", APPROVE],
    ["cambridge-police", "police", CONSENT],
    ["cambridge-environmental-health", "environmental-health", CONSENT],
  ],
};

const FOOD: CountedPath = {
  applicant: "priya",
  ...asked("state-food-business"),
  steps: [
    "pay",
    ["chennai-scrutiny", "scrutiny", APPROVE],
    [
      "chennai-food-safety-officer",
      "inspection",
      passed("water", "layout", "surfaces", "waste", "pests", "handlers", "storage"),
    ],
    ["chennai-designated-officer", "grant", APPROVE],
  ],
};

export const COUNTED_PATHS: readonly CountedPath[] = [RETAIL_LIQUOR, HOUSE, NOTICE, FOOD];

/** Who takes part in it. */
export function peopleOf({ applicant, steps }: CountedPath): string[] {
  return [applicant, ...steps.flatMap((step) => (step === "pay" ? [] : [step[0]]))];
}

/** Walks it from the draft to the downloaded licence. @returns the application's id */
export async function walkOnce(
  { call, post, pay, pace }: Lifecycle,
  { applicant, draft, documents, steps }: CountedPath,
  file: Uint8Array,
): Promise<string> {
  const created = await call(applicant, "POST", "/applications", draft);
  const id = String(created.body["id"]);
  for (const kind of documents) {
    const form = { kind, fileName: `${kind}.pdf`, mediaType: "application/pdf", size: file.length };
    const announced = await call(applicant, "POST", `/applications/${id}/documents`, form);
    await post(announced.body["upload"], file);
  }
  await pace.until("submission", 201, () =>
    call(applicant, "POST", `/applications/${id}/submission`),
  );
  for (const step of steps) {
    if (step === "pay") {
      const checkout = await pace.until("checkout", 201, () =>
        call(applicant, "POST", `/applications/${id}/checkout`),
      );
      await pay(checkout.body);
    } else {
      const [officer, stage, decision] = step;
      const path = `/tasks/${id}.${stage}.1/decision`;
      await pace.until(stage, 200, () => call(officer, "POST", path, decision));
    }
  }
  await pace.until("licence", 200, () => call(applicant, "GET", `/applications/${id}/licence`));
  return id;
}
