/** The counted path of every permit: filed, paid, agreed to by each of its officers, issued, downloaded. */
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
  draft: {
    permit: "house-construction",
    authority: "vn-quang-nam",
    place: "dien-ban",
    answers: {
      request: "new",
      work: "house",
      investor: {
        name: "Nguyễn Thị Lan",
        identityNumber: "049190001234",
        address: "12 Trần Nhân Tông, Điện Bàn",
        telephone: "0905123456",
      },
      site: {
        plotNumber: "214",
        areaSquareMetres: 120.5,
        address: "14 Trần Nhân Tông, Điện Bàn",
        adjoining: false,
        heritage: false,
      },
      designer: { name: "Công ty TNHH Kiến trúc Thu Bồn", certificate: "QNA-00012345" },
      building: {
        groundFloorSquareMetres: 80,
        floorSquareMetres: 210.4,
        heightMetres: 11.2,
        storeys: 3,
        basements: 0,
      },
      fireReview: false,
      designVerification: false,
      monthsOfWork: 10,
    },
  },
  documents: ["land-paper", "site-plan", "floor-plans", "foundation-and-utilities"],
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
  draft: {
    permit: "temporary-event-notice",
    authority: "gb-cambridge",
    place: "cambridge",
    answers: {
      name: "Emma Clarke",
      dateOfBirth: "1990-04-01",
      placeOfBirth: "Ely",
      address: "1 Mill Road, Cambridge",
      postcode: "CB1 2AD",
      telephone: "01632 960001",
      email: "emma.clarke@mill-road.example",
      premises: { address: "Parish hall, Mill Road", nature: "Hall" },
      natureOfEvent: "Winter dance",
      activities: {
        alcohol: true,
        clubAlcohol: false,
        entertainment: true,
        lateRefreshment: false,
      },
      alcoholConsumption: "on",
      alcoholCondition: true,
      event: {
        firstDay: aDay(),
        firstTime: "18:00",
        lastDay: aDay(),
        lastTime: "23:30",
        times: "Evening",
      },
      maximumPeople: 120,
      adultEntertainment: false,
      earlierNotices: 0,
      earlierLateNotices: 0,
    },
  },
  documents: [],
  steps: [
    "pay",
    ["cambridge-licensing-officer", "acknowledgement", APPROVE],
    ["cambridge-police", "police", CONSENT],
    ["cambridge-environmental-health", "environmental-health", CONSENT],
  ],
};

const RAMAN = { name: "Priya Raman", address: "4 Beach Road, Chennai", mobile: "9840012345" };
const FOOD: CountedPath = {
  applicant: "priya",
  draft: {
    permit: "state-food-business",
    authority: "in-tamil-nadu",
    place: "chennai",
    answers: {
      application: "new",
      operator: "Marina Foods Private Limited",
      pan: "AAFCM1234K",
      registeredOffice: "4 Beach Road, Chennai",
      premises: { address: "9 Anna Salai, Chennai", pinCode: "600002", areaSquareMetres: 240 },
      business: "food-service",
      products: ["South Indian meals", "Filter coffee"],
      dailyCapacity: "120 seats",
      annualTurnoverLakh: 90,
      directors: [RAMAN],
      nominee: { ...RAMAN, qualification: "BSc Food Technology" },
      equipment: ["Steam kettle"],
      electricalLoadHorsepower: 12.5,
      waterIsIngredient: false,
      handlesMeat: false,
      people: 14,
      years: 2,
    },
  },
  documents: [
    "form-b",
    "directors",
    "identity",
    "possession",
    "constitution",
    "safety-plan",
    "nomination",
  ],
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
