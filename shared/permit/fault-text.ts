/** The words for what a schema finds wrong: plain, in every language, and without the value itself. */
import type * as z from "zod";
import { fill, type Text } from "../text.ts";

const TEXT = {
  required: { en: "Please fill this in.", vi: "Vui lòng điền mục này." },
  type: { en: "This must be {expected}.", vi: "Mục này phải là {expected}." },
  "too-short": { en: "Write at least {limit} characters.", vi: "Cần ít nhất {limit} ký tự." },
  "too-long": { en: "Write at most {limit} characters.", vi: "Tối đa {limit} ký tự." },
  "too-few": { en: "Give at least {limit}.", vi: "Cần ít nhất {limit} mục." },
  "too-many": { en: "Give at most {limit}.", vi: "Tối đa {limit} mục." },
  "too-small": { en: "The number must be at least {limit}.", vi: "Số phải từ {limit} trở lên." },
  "not-above": { en: "The number must be greater than {limit}.", vi: "Số phải lớn hơn {limit}." },
  "too-large": { en: "The number must be at most {limit}.", vi: "Số không được vượt quá {limit}." },
  "not-below": { en: "The number must be less than {limit}.", vi: "Số phải nhỏ hơn {limit}." },
  step: { en: "The number must be a multiple of {limit}.", vi: "Số phải là bội số của {limit}." },
  date: {
    en: "Write a date that exists, as YYYY-MM-DD.",
    vi: "Ghi một ngày có thật, theo dạng NNNN-TT-NN.",
  },
  "date-time": {
    en: "Write a date and time with its offset, as 2027-05-01T18:00:00+01:00.",
    vi: "Ghi ngày giờ kèm múi giờ, ví dụ 2027-05-01T18:00:00+07:00.",
  },
  email: {
    en: "Write an e-mail address, such as name@example.org.",
    vi: "Ghi địa chỉ thư điện tử, ví dụ ten@example.org.",
  },
  format: { en: "This is not written as it should be.", vi: "Mục này chưa đúng định dạng." },
  choice: { en: "Choose one of: {options}.", vi: "Chọn một trong: {options}." },
  "unknown-field": {
    en: "This is not known here. Please remove it.",
    vi: "Không có mục này. Vui lòng xoá.",
  },
  other: { en: "This cannot be accepted.", vi: "Mục này không hợp lệ." },
} as const satisfies Record<string, Text>;

const EXPECTED: Readonly<Record<string, Text>> = {
  string: { en: "a text", vi: "văn bản" },
  number: { en: "a number", vi: "số" },
  int: { en: "a whole number", vi: "số nguyên" },
  boolean: { en: "yes or no (true or false)", vi: "có hoặc không (true hoặc false)" },
  array: { en: "a list", vi: "danh sách" },
  object: { en: "a group of fields", vi: "một nhóm mục" },
  record: { en: "a group of fields", vi: "một nhóm mục" },
};

/** The code and the words of one issue; `input` is what stands at its place. */
export function describeFault(
  issue: z.core.$ZodIssue,
  input: unknown,
): { code: string; detail: Text } {
  if (input === undefined && issue.code !== "unrecognized_keys" && issue.code !== "custom")
    return text("required");
  switch (issue.code) {
    case "invalid_type":
      return text("type", { expected: EXPECTED[issue.expected] ?? issue.expected });
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return tooBig(issue);
    case "not_multiple_of":
      return text("step", { limit: issue.divisor });
    case "invalid_format":
      return invalidFormat(issue);
    case "invalid_value":
      return text("choice", { options: issue.values.map(String).join(", ") });
    case "unrecognized_keys":
      return unknownField();
    case "custom":
      return own(issue);
    default:
      return text("other");
  }
}

/** The code and the words for what nobody asked for. */
export function unknownField(): { code: string; detail: Text } {
  return text("unknown-field");
}

type Issue<Code extends z.core.$ZodIssue["code"]> = Extract<z.core.$ZodIssue, { code: Code }>;

function tooSmall(issue: Issue<"too_small">) {
  const limit = Number(issue.minimum);
  if (issue.origin === "string")
    return limit <= 1 ? text("required") : text("too-short", { limit });
  if (issue.origin === "array" || issue.origin === "set") return text("too-few", { limit });
  return text(issue.inclusive ? "too-small" : "not-above", { limit });
}

function tooBig(issue: Issue<"too_big">) {
  const limit = Number(issue.maximum);
  if (issue.origin === "string") return text("too-long", { limit });
  if (issue.origin === "array" || issue.origin === "set") return text("too-many", { limit });
  return text(issue.inclusive ? "too-large" : "not-below", { limit });
}

function invalidFormat(issue: Issue<"invalid_format">) {
  if (issue.format === "date") return text("date");
  if (issue.format === "datetime") return text("date-time");
  if (issue.format === "email") return text("email");
  return text("format");
}

function own(issue: Issue<"custom">): { code: string; detail: Text } {
  const { code, detail } = (issue.params ?? {}) as { code?: string; detail?: Text };
  return code && detail ? { code, detail } : text("other");
}

function text(code: keyof typeof TEXT, values: Record<string, Text | string | number> = {}) {
  return { code, detail: fill(TEXT[code], values) };
}
