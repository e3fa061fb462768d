/**
 * The calendar of licensing authorities in England and Wales: Monday to Friday but for Christmas
 * Day, Good Friday and bank holidays (Licensing Act 2003, s. 193, "working day"). A notice that is
 * given on any day is given on that day, whatever the hour; only working days are counted.
 *
 * The hours are an example, since no statute sets them: an authority loads its own.
 */
import type { Calendar, Source } from "../../../shared/calendar/calendar.ts";

const GOV_UK: Source = {
  title: "GOV.UK, UK bank holidays, England and Wales",
  url: "https://www.gov.uk/bank-holidays",
};

/** Easter Monday, the last Mondays in May and August, 26 December or its substitute. */
const ACT: Source = {
  title: "Banking and Financial Dealings Act 1971, Schedule 1 paragraph 1",
  url: "https://www.legislation.gov.uk/ukpga/1971/80/schedule/1",
};

const COMMON_LAW: Source = { title: "Common law (Christmas Day and Good Friday)" };

/** Days that the King appoints each year by proclamation. */
const PROCLAMATION: Source = {
  title:
    "Banking and Financial Dealings Act 1971, section 1(3), by proclamation; date as summarised " +
    "from GOV.UK, the proclamation itself not read",
  url: "https://www.gov.uk/bank-holidays",
};

const NEW_YEAR = { en: "New Year's Day", vi: "Tết Dương lịch" };
const NEW_YEAR_SUBSTITUTE = {
  en: "New Year's Day (substitute day)",
  vi: "Tết Dương lịch (ngày thay thế)",
};
const GOOD_FRIDAY = { en: "Good Friday", vi: "Thứ Sáu Tuần Thánh" };
const EASTER_MONDAY = { en: "Easter Monday", vi: "Thứ Hai Phục Sinh" };
const EARLY_MAY = { en: "Early May bank holiday", vi: "Ngày nghỉ đầu tháng Năm" };
const SPRING = { en: "Spring bank holiday", vi: "Ngày nghỉ mùa xuân" };
const SUMMER = { en: "Summer bank holiday", vi: "Ngày nghỉ mùa hè" };
const CHRISTMAS = { en: "Christmas Day", vi: "Lễ Giáng sinh" };
const CHRISTMAS_SUBSTITUTE = {
  en: "Christmas Day (substitute day)",
  vi: "Lễ Giáng sinh (ngày thay thế)",
};
const BOXING_DAY = { en: "Boxing Day", vi: "Ngày tặng quà" };
const BOXING_DAY_SUBSTITUTE = {
  en: "Boxing Day (substitute day)",
  vi: "Ngày tặng quà (ngày thay thế)",
};

const WORKDAY = ["09:00-17:00"];

export const englandAndWales: Calendar = {
  id: "england-and-wales",
  title: {
    en: "England and Wales, licensing authorities",
    vi: "Anh và xứ Wales, cơ quan cấp phép",
  },
  timeZone: "Europe/London",
  hours: {
    monday: WORKDAY,
    tuesday: WORKDAY,
    wednesday: WORKDAY,
    thursday: WORKDAY,
    friday: WORKDAY,
    saturday: [],
    sunday: [],
  },
  hoursSource: { title: "Example office hours; no statute sets them" },
  receipt: { outsideHours: "same-day" },
  years: [
    {
      year: 2024,
      basis: "notice",
      source: GOV_UK,
      days: [
        { day: "2024-01-01", kind: "holiday", title: NEW_YEAR, source: GOV_UK },
        { day: "2024-03-29", kind: "holiday", title: GOOD_FRIDAY, source: GOV_UK },
        { day: "2024-04-01", kind: "holiday", title: EASTER_MONDAY, source: GOV_UK },
        { day: "2024-05-06", kind: "holiday", title: EARLY_MAY, source: GOV_UK },
        { day: "2024-05-27", kind: "holiday", title: SPRING, source: GOV_UK },
        { day: "2024-08-26", kind: "holiday", title: SUMMER, source: GOV_UK },
        { day: "2024-12-25", kind: "holiday", title: CHRISTMAS, source: GOV_UK },
        { day: "2024-12-26", kind: "holiday", title: BOXING_DAY, source: GOV_UK },
      ],
    },
    {
      year: 2025,
      basis: "notice",
      source: GOV_UK,
      days: [
        { day: "2025-01-01", kind: "holiday", title: NEW_YEAR, source: GOV_UK },
        { day: "2025-04-18", kind: "holiday", title: GOOD_FRIDAY, source: GOV_UK },
        { day: "2025-04-21", kind: "holiday", title: EASTER_MONDAY, source: GOV_UK },
        { day: "2025-05-05", kind: "holiday", title: EARLY_MAY, source: GOV_UK },
        { day: "2025-05-26", kind: "holiday", title: SPRING, source: GOV_UK },
        { day: "2025-08-25", kind: "holiday", title: SUMMER, source: GOV_UK },
        { day: "2025-12-25", kind: "holiday", title: CHRISTMAS, source: GOV_UK },
        { day: "2025-12-26", kind: "holiday", title: BOXING_DAY, source: GOV_UK },
      ],
    },
    {
      year: 2026,
      basis: "notice",
      source: GOV_UK,
      days: [
        { day: "2026-01-01", kind: "holiday", title: NEW_YEAR, source: GOV_UK },
        { day: "2026-04-03", kind: "holiday", title: GOOD_FRIDAY, source: GOV_UK },
        { day: "2026-04-06", kind: "holiday", title: EASTER_MONDAY, source: GOV_UK },
        { day: "2026-05-04", kind: "holiday", title: EARLY_MAY, source: GOV_UK },
        { day: "2026-05-25", kind: "holiday", title: SPRING, source: GOV_UK },
        { day: "2026-08-31", kind: "holiday", title: SUMMER, source: GOV_UK },
        { day: "2026-12-25", kind: "holiday", title: CHRISTMAS, source: GOV_UK },
        { day: "2026-12-26", kind: "holiday", title: BOXING_DAY, source: GOV_UK },
        {
          day: "2026-12-28",
          kind: "lieu",
          title: BOXING_DAY_SUBSTITUTE,
          source: GOV_UK,
          insteadOf: "2026-12-26",
        },
      ],
    },
    {
      year: 2027,
      basis: "notice",
      source: GOV_UK,
      days: [
        { day: "2027-01-01", kind: "holiday", title: NEW_YEAR, source: GOV_UK },
        { day: "2027-03-26", kind: "holiday", title: GOOD_FRIDAY, source: GOV_UK },
        { day: "2027-03-29", kind: "holiday", title: EASTER_MONDAY, source: GOV_UK },
        { day: "2027-05-03", kind: "holiday", title: EARLY_MAY, source: GOV_UK },
        { day: "2027-05-31", kind: "holiday", title: SPRING, source: GOV_UK },
        { day: "2027-08-30", kind: "holiday", title: SUMMER, source: GOV_UK },
        { day: "2027-12-25", kind: "holiday", title: CHRISTMAS, source: GOV_UK },
        { day: "2027-12-26", kind: "holiday", title: BOXING_DAY, source: GOV_UK },
        {
          day: "2027-12-27",
          kind: "lieu",
          title: CHRISTMAS_SUBSTITUTE,
          source: GOV_UK,
          insteadOf: "2027-12-25",
        },
        {
          day: "2027-12-28",
          kind: "lieu",
          title: BOXING_DAY_SUBSTITUTE,
          source: GOV_UK,
          insteadOf: "2027-12-26",
        },
      ],
    },
    {
      year: 2028,
      basis: "statute",
      source: ACT,
      note: {
        en:
          "Six of these days are fixed by the 1971 Act and at common law. New Year's Day (3 January) " +
          "and the early May holiday (1 May) are appointed by proclamation and were not read there.",
        vi:
          "Sáu ngày do Đạo luật 1971 và thông luật ấn định. Tết Dương lịch (03/01) và ngày nghỉ đầu " +
          "tháng Năm (01/5) do tuyên cáo ấn định, chưa được đối chiếu với tuyên cáo.",
      },
      days: [
        { day: "2028-01-01", kind: "holiday", title: NEW_YEAR, source: PROCLAMATION },
        {
          day: "2028-01-03",
          kind: "lieu",
          title: NEW_YEAR_SUBSTITUTE,
          source: PROCLAMATION,
          insteadOf: "2028-01-01",
        },
        { day: "2028-04-14", kind: "holiday", title: GOOD_FRIDAY, source: COMMON_LAW },
        { day: "2028-04-17", kind: "holiday", title: EASTER_MONDAY, source: ACT },
        { day: "2028-05-01", kind: "holiday", title: EARLY_MAY, source: PROCLAMATION },
        { day: "2028-05-29", kind: "holiday", title: SPRING, source: ACT },
        { day: "2028-08-28", kind: "holiday", title: SUMMER, source: ACT },
        { day: "2028-12-25", kind: "holiday", title: CHRISTMAS, source: COMMON_LAW },
        { day: "2028-12-26", kind: "holiday", title: BOXING_DAY, source: ACT },
      ],
    },
  ],
};
