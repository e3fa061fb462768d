/** What facts, their values and conditions over them are called in words. */
import { fill, LANGUAGES, type Text } from "../text.ts";
import { type Condition, explainCondition, type Scalar } from "./condition.ts";
import type { PermitDefinition } from "./permit.ts";
import { fieldAt, wordsAt } from "./schema.ts";
import { type DECIDED_AS, findStage } from "./stages.ts";

/** A field stands in a sentence as the form names it. */
const QUOTED = { en: "“{label}”", vi: "“{label}”" };

const FACT_LABELS: Readonly<Record<string, Text>> = {
  "/applicant/kind": { en: "the applicant", vi: "người nộp hồ sơ" },
  "/place/area": { en: "the area", vi: "khu vực" },
  "/place/code": { en: "the place", vi: "địa bàn" },
  "/notice/timing": { en: "the notice", vi: "thời điểm thông báo" },
  "/renewal/daysLate": {
    en: "the days since the renewal window ended",
    vi: "số ngày quá hạn đề nghị cấp lại",
  },
};

/** What came of a stage, said as a condition asks it. */
const OUTCOME = { en: "the outcome of “{stage}”", vi: "kết quả bước “{stage}”" };
const OUTCOME_LABELS: Readonly<Record<(typeof DECIDED_AS)[number], Text>> = {
  approved: { en: "favourable", vi: "chấp thuận" },
  objected: { en: "an objection", vi: "có ý kiến phản đối" },
  skipped: { en: "that it was not needed", vi: "không cần thực hiện" },
  deemedApproved: { en: "approval by silence", vi: "được coi là chấp thuận" },
  deemedConsent: { en: "consent by silence", vi: "được coi là đồng ý" },
  improvementNotice: { en: "an improvement notice", vi: "yêu cầu khắc phục" },
};

const VALUE_LABELS: Readonly<Record<string, Text>> = {
  "/applicant/kind#person": { en: "a person", vi: "cá nhân" },
  "/applicant/kind#household": { en: "a household business", vi: "hộ kinh doanh" },
  "/applicant/kind#organisation": { en: "an organisation", vi: "tổ chức" },
  "/place/area#urban": { en: "a city or town", vi: "thành phố, thị xã" },
  "/place/area#rural": { en: "elsewhere", vi: "khu vực khác" },
  "/notice/timing#standard": { en: "in full time", vi: "đúng hạn" },
  "/notice/timing#late": { en: "late", vi: "muộn" },
};

const STAGE_OUTCOME = /^\/stages\/([^/]+)\/outcome$/;

/** What a fact is called: a field's label, a stage's title, or the words for what the platform knows. */
export function factLabel(permit: PermitDefinition, pointer: string): Text | undefined {
  if (pointer.startsWith("/answers/")) {
    const field = fieldAt(permit.answers, pointer.slice("/answers".length));
    const words = field && wordsAt(field);
    return words && fill(QUOTED, { label: words.label });
  }
  const stageId = STAGE_OUTCOME.exec(pointer)?.[1];
  const stage = stageId === undefined ? undefined : findStage(permit, stageId);
  return stage ? fill(OUTCOME, { stage: stage.title }) : FACT_LABELS[pointer];
}

/** What a value of a fact is called, or undefined: an option's words. */
export function valueLabel(
  permit: PermitDefinition,
  pointer: string,
  value: unknown,
): Text | undefined {
  if (STAGE_OUTCOME.test(pointer)) return OUTCOME_LABELS[value as keyof typeof OUTCOME_LABELS];
  const known = VALUE_LABELS[`${pointer}#${String(value)}`];
  if (known || !pointer.startsWith("/answers/")) return known;
  const field = fieldAt(permit.answers, pointer.slice("/answers".length));
  return field && wordsAt(field)?.options?.[String(value)];
}

/** A condition in words, in every language that the platform speaks. */
export function conditionInWords(permit: PermitDefinition, condition: Condition): Text {
  const names = {
    fact: (pointer: string) => factLabel(permit, pointer),
    value: (pointer: string, value: Scalar) => valueLabel(permit, pointer, value),
  };
  return Object.fromEntries(
    LANGUAGES.map((language) => [language, explainCondition(condition, language, names)]),
  ) as unknown as Text;
}
