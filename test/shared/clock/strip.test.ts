import { describe, expect, it } from "vitest";
import { explain, VERDICTS } from "../../../shared/clock/explain.ts";
import { CLOCK_REFUSALS } from "../../../shared/clock/ledger.ts";
import { strip } from "../../../shared/clock/strip.ts";
import {
  dateInWords,
  dayInWords,
  REFUSAL_TEXTS,
  VERDICT_TEXTS,
} from "../../../shared/clock/wording.ts";
import { calendars } from "../calendar/calendars.ts";
import { type Happening, ledgerOf } from "./ledgers.ts";

const TWO_DAYS = { amount: 2, unit: "workingDays" } as const;

function explained(...happened: Happening[]) {
  return explain(ledgerOf(happened, TWO_DAYS), TWO_DAYS, calendars["viet-nam"]);
}

describe("a day in words", () => {
  const explanation = explained(["start", "2026-08-27 09:00"]);
  const words = (date: string, language: string) =>
    dayInWords(explanation.days.find((day) => day.date === date)!, explanation, language);

  it.each([
    ["2026-08-27", "en", "Thu 27 August 2026: first day, not counted (working day)"],
    ["2026-08-28", "en", "Fri 28 August 2026: counted 1 (1/2 working days)"],
    ["2026-08-29", "en", "Sat 29 August 2026: not counted (weekly day of rest)"],
    [
      "2026-09-02",
      "vi",
      "Thứ Tư 02/09/2026: không tính (ngày lễ, Quốc khánh, Bộ luật Lao động 45/2019/QH14, Điều 112 khoản 1 điểm đ)",
    ],
  ])("%s in %s is: %s", (date, language, expected) => {
    expect(words(date, language)).toBe(expected);
  });

  it("is in English for a reader of a language that is not there", () => {
    expect(words("2026-08-28", "fr")).toBe(words("2026-08-28", "en"));
  });

  it("never leaves the month to be guessed in English", () => {
    expect(dateInWords("2026-03-02", "en")).toBe("Mon 2 March 2026");
  });
});

describe("the texts", () => {
  it.each([
    ["verdict", VERDICTS, VERDICT_TEXTS],
    ["refusal", CLOCK_REFUSALS, REFUSAL_TEXTS],
  ] as const)("of every %s are there in both languages", (_, codes, texts) => {
    const table = texts as Record<string, { en: string; vi: string }>;
    expect(codes.filter((code) => !table[code]?.en || !table[code]?.vi)).toEqual([]);
  });
});

describe("a strip of days", () => {
  const picture = strip(explained(["start", "2026-08-27 09:00"]), "vi");

  it("is a group with a name and a description, not one picture that would hide its days", () => {
    expect(picture).toMatch(
      /^<svg [^>]*role="group"[^>]*lang="vi"[^>]*aria-labelledby="clock-title clock-desc"/,
    );
    expect(picture).toContain('<title id="clock-title">Cách tính ngày hẹn trả</title>');
    expect(picture).toMatch(
      /<desc id="clock-desc">Thời hạn: 2 ngày làm việc;.*hẹn trả: Thứ Năm 03\/09\/2026<\/desc>/,
    );
  });

  it("has one titled cell for every day, and marks the last one as due", () => {
    expect(picture.match(/<g role="img"><title>/g)).toHaveLength(8);
    const days = picture.split('<g role="img">').slice(1, 9);
    expect(days.map((day) => day.includes('stroke-width="3"')).indexOf(true)).toBe(7);
  });

  it("names the weekdays above, and below each sign that it uses and no other", () => {
    const words = (language: string) =>
      [
        ...strip(explained(["start", "2026-08-27 09:00"]), language).matchAll(
          /<text[^>]*>([^<]+)</g,
        ),
      ]
        .map(([, text]) => text)
        .filter((text) => !/^[\d/]+$/.test(text!));
    expect(words("en").slice(0, 7)).toEqual(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
    expect(words("vi").slice(0, 2)).toEqual(["Thứ 2", "Thứ 3"]);
    expect(words("en").slice(-6)).toEqual([
      "first day, not counted",
      "counted",
      "–",
      "not counted",
      " ",
      "due",
    ]);
  });

  it("asks for nothing from elsewhere", () => {
    expect(picture).not.toMatch(/href|url\(|@import|<script|<style/);
  });

  it("is well formed: every element is closed in order", () => {
    const open: string[] = [];
    for (const [, closing, name, own] of picture.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
      if (closing) expect(open.pop()).toBe(name);
      else if (!own) open.push(name!);
    }
    expect(open).toEqual([]);
  });

  it("marks no day as due while the clock stands still, and says so", () => {
    const standing = strip(
      explained(["start", "2026-11-09 09:00"], ["stop", "2026-11-10 09:00"]),
      "en",
    );
    expect(standing).not.toContain('stroke-width="3"');
    expect(standing).toContain("the clock stands still</desc>");
  });

  it("lets no text of the calendar break out of it", () => {
    const { days, ...rest } = explained(["start", "2026-08-27 09:00"]);
    const facts = { ...days[0]!.facts, title: { en: '</title><script>"&' } };
    const hostile = strip({ ...rest, days: [{ ...days[0]!, facts }] }, "en", '"><b>');
    expect(hostile).not.toMatch(/<script|<b>/);
    expect(hostile).toContain("&lt;/title&gt;&lt;script&gt;&quot;&amp;");
  });
});
