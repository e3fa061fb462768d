/**
 * The calendar of state government offices in Tamil Nadu, India: closed on Saturdays, Sundays and
 * the public holidays that the State notifies each year under the Negotiable Instruments Act 1881,
 * s. 25, but open on the annual closing of bank accounts (1 April), which is the banks' alone.
 *
 * Festivals that follow the moon may be moved by a later order; such an order, like an additional
 * holiday with its compensating Saturday, is loaded as a change of this data. 2026 is the list as
 * notified in November 2025: what was ordered since is not here. The list for 2027 was not found.
 */
import type { Calendar, Source } from "../../../shared/calendar/calendar.ts";

const LIST_2024: Source = {
  title: "Government of Tamil Nadu, public holidays for 2024 (order of 9 November 2023)",
  url: "https://www.thehindu.com/news/national/tamil-nadu/tn-government-announces-list-of-public-holidays-for-2024/article67521555.ece",
};

const POLLING_2024: Source = {
  title:
    "Government of Tamil Nadu, order under s. 25 of the Negotiable Instruments Act 1881 (polling)",
  url: "https://www.thehindu.com/elections/lok-sabha/public-holiday-on-april-19-shops-commercial-establishments-requested-to-grant-holiday-with-pay/article68032675.ece",
};

const MILAD_2024: Source = {
  title: "Government of Tamil Nadu, order of 9 September 2024 (17 September in place of the 16th)",
  url: "https://www.thehindu.com/news/national/tamil-nadu/public-holiday-on-september-17-for-milad-un-nabi/article68622485.ece/amp/",
};

const DEEPAVALI_2024: Source = {
  title: "Government of Tamil Nadu, statement of October 2024 (1 November off, 9 November worked)",
  url: "https://hittvenglish.com/news/tamil-nadu-govt-announces-holiday-for-november-1-18913.html",
};

const LIST_2025: Source = {
  title: "Government of Tamil Nadu, public holidays for 2025 (order of 22 November 2024)",
  url: "https://www.dtnext.in/news/tamilnadu/tamil-nadu-govt-releases-list-of-holidays-for-2025-six-long-weekends-upcoming-812144",
};

const PONGAL_2025: Source = {
  title: "Government of Tamil Nadu, release of 4 January 2025 (17 January off, 25 January worked)",
  url: "https://www.newindianexpress.com/states/tamil-nadu/2025/Jan/06/tamil-nadu-govt-declares-holiday-on-january-17",
};

const DEEPAVALI_2025: Source = {
  title: "Government of Tamil Nadu, release of 17 October 2025 (21 October off, 25 October worked)",
  url: "https://www.dtnext.in/news/tamilnadu/tn-declares-holiday-on-october-21-for-deepavali-849905",
};

const LIST_2026: Source = {
  title: "Government of Tamil Nadu, public holidays for 2026 (order of 11 November 2025)",
  url: "https://www.thenewsminute.com/tamil-nadu/tamil-nadu-govt-issues-2026-public-holiday-list-with-24-declared-holidays",
};

/** The four days that the statute names; it binds employers, and every yearly list has had them. */
const NATIONAL_DAYS: Source = {
  title:
    "Tamil Nadu Industrial Establishments (National, Festival and Special Holidays) Act 1958, " +
    "section 3",
};

const WORKDAY = ["10:00-17:45"];

export const tamilNadu: Calendar = {
  id: "tamil-nadu",
  title: { en: "Tamil Nadu, state government offices", vi: "Tamil Nadu, cơ quan chính quyền bang" },
  timeZone: "Asia/Kolkata",
  hours: {
    monday: WORKDAY,
    tuesday: WORKDAY,
    wednesday: WORKDAY,
    thursday: WORKDAY,
    friday: WORKDAY,
    saturday: [],
    sunday: [],
  },
  hoursSource: {
    title:
      "Tamil Nadu Government Office Manual: 10 a.m. to 5.45 p.m., half an hour's break in turns",
  },
  receipt: { outsideHours: "next-working-day" },
  years: [
    {
      year: 2024,
      basis: "notice",
      source: LIST_2024,
      days: [
        { day: "2024-01-01", kind: "holiday", title: { en: "New Year's Day" }, source: LIST_2024 },
        { day: "2024-01-15", kind: "holiday", title: { en: "Pongal" }, source: LIST_2024 },
        {
          day: "2024-01-16",
          kind: "holiday",
          title: { en: "Thiruvalluvar Day" },
          source: LIST_2024,
        },
        {
          day: "2024-01-17",
          kind: "holiday",
          title: { en: "Uzhavar Thirunal" },
          source: LIST_2024,
        },
        { day: "2024-01-25", kind: "holiday", title: { en: "Thai Poosam" }, source: LIST_2024 },
        { day: "2024-01-26", kind: "holiday", title: { en: "Republic Day" }, source: LIST_2024 },
        { day: "2024-03-29", kind: "holiday", title: { en: "Good Friday" }, source: LIST_2024 },
        {
          day: "2024-04-09",
          kind: "holiday",
          title: { en: "Telugu New Year's Day" },
          source: LIST_2024,
        },
        {
          day: "2024-04-11",
          kind: "holiday",
          title: { en: "Ramzan (Idul Fitr)" },
          source: LIST_2024,
        },
        {
          day: "2024-04-14",
          kind: "holiday",
          title: { en: "Tamil New Year's Day and Dr B. R. Ambedkar's Birthday" },
          source: LIST_2024,
        },
        {
          day: "2024-04-19",
          kind: "holiday",
          title: { en: "Polling day of the general elections" },
          source: POLLING_2024,
        },
        {
          day: "2024-04-21",
          kind: "holiday",
          title: { en: "Mahaveer Jayanthi" },
          source: LIST_2024,
        },
        { day: "2024-05-01", kind: "holiday", title: { en: "May Day" }, source: LIST_2024 },
        {
          day: "2024-06-17",
          kind: "holiday",
          title: { en: "Bakrid (Idul Azha)" },
          source: LIST_2024,
        },
        { day: "2024-07-17", kind: "holiday", title: { en: "Muharram" }, source: LIST_2024 },
        {
          day: "2024-08-15",
          kind: "holiday",
          title: { en: "Independence Day" },
          source: LIST_2024,
        },
        {
          day: "2024-08-26",
          kind: "holiday",
          title: { en: "Krishna Jayanthi" },
          source: LIST_2024,
        },
        {
          day: "2024-09-07",
          kind: "holiday",
          title: { en: "Vinayakar Chathurthi" },
          source: LIST_2024,
        },
        { day: "2024-09-17", kind: "holiday", title: { en: "Milad-un-Nabi" }, source: MILAD_2024 },
        { day: "2024-10-02", kind: "holiday", title: { en: "Gandhi Jayanthi" }, source: LIST_2024 },
        { day: "2024-10-11", kind: "holiday", title: { en: "Ayutha Pooja" }, source: LIST_2024 },
        { day: "2024-10-12", kind: "holiday", title: { en: "Vijaya Dasami" }, source: LIST_2024 },
        { day: "2024-10-31", kind: "holiday", title: { en: "Deepavali" }, source: LIST_2024 },
        {
          day: "2024-11-01",
          kind: "swapped-off",
          title: { en: "Day after Deepavali" },
          source: DEEPAVALI_2024,
          insteadOf: "2024-11-09",
        },
        {
          day: "2024-11-09",
          kind: "make-up",
          title: { en: "Compensating working day for 1 November" },
          source: DEEPAVALI_2024,
          insteadOf: "2024-11-01",
        },
        { day: "2024-12-25", kind: "holiday", title: { en: "Christmas" }, source: LIST_2024 },
      ],
    },
    {
      year: 2025,
      basis: "notice",
      source: LIST_2025,
      days: [
        { day: "2025-01-01", kind: "holiday", title: { en: "New Year's Day" }, source: LIST_2025 },
        { day: "2025-01-14", kind: "holiday", title: { en: "Pongal" }, source: LIST_2025 },
        {
          day: "2025-01-15",
          kind: "holiday",
          title: { en: "Thiruvalluvar Day" },
          source: LIST_2025,
        },
        {
          day: "2025-01-16",
          kind: "holiday",
          title: { en: "Uzhavar Thirunal" },
          source: LIST_2025,
        },
        {
          day: "2025-01-17",
          kind: "swapped-off",
          title: { en: "Day after Pongal" },
          source: PONGAL_2025,
          insteadOf: "2025-01-25",
        },
        {
          day: "2025-01-25",
          kind: "make-up",
          title: { en: "Compensating working day for 17 January" },
          source: PONGAL_2025,
          insteadOf: "2025-01-17",
        },
        { day: "2025-01-26", kind: "holiday", title: { en: "Republic Day" }, source: LIST_2025 },
        { day: "2025-02-11", kind: "holiday", title: { en: "Thai Poosam" }, source: LIST_2025 },
        {
          day: "2025-03-30",
          kind: "holiday",
          title: { en: "Telugu New Year's Day" },
          source: LIST_2025,
        },
        {
          day: "2025-03-31",
          kind: "holiday",
          title: { en: "Ramzan (Idul Fitr)" },
          source: LIST_2025,
        },
        {
          day: "2025-04-10",
          kind: "holiday",
          title: { en: "Mahaveer Jayanthi" },
          source: LIST_2025,
        },
        {
          day: "2025-04-14",
          kind: "holiday",
          title: { en: "Tamil New Year's Day and Dr B. R. Ambedkar's Birthday" },
          source: LIST_2025,
        },
        { day: "2025-04-18", kind: "holiday", title: { en: "Good Friday" }, source: LIST_2025 },
        { day: "2025-05-01", kind: "holiday", title: { en: "May Day" }, source: LIST_2025 },
        {
          day: "2025-06-07",
          kind: "holiday",
          title: { en: "Bakrid (Idul Azha)" },
          source: LIST_2025,
        },
        { day: "2025-07-06", kind: "holiday", title: { en: "Muharram" }, source: LIST_2025 },
        {
          day: "2025-08-15",
          kind: "holiday",
          title: { en: "Independence Day" },
          source: LIST_2025,
        },
        {
          day: "2025-08-16",
          kind: "holiday",
          title: { en: "Krishna Jayanthi" },
          source: LIST_2025,
        },
        {
          day: "2025-08-27",
          kind: "holiday",
          title: { en: "Vinayakar Chathurthi" },
          source: LIST_2025,
        },
        { day: "2025-09-05", kind: "holiday", title: { en: "Milad-un-Nabi" }, source: LIST_2025 },
        { day: "2025-10-01", kind: "holiday", title: { en: "Ayutha Pooja" }, source: LIST_2025 },
        {
          day: "2025-10-02",
          kind: "holiday",
          title: { en: "Vijaya Dasami and Gandhi Jayanthi" },
          source: LIST_2025,
        },
        { day: "2025-10-20", kind: "holiday", title: { en: "Deepavali" }, source: LIST_2025 },
        {
          day: "2025-10-21",
          kind: "swapped-off",
          title: { en: "Day after Deepavali" },
          source: DEEPAVALI_2025,
          insteadOf: "2025-10-25",
        },
        {
          day: "2025-10-25",
          kind: "make-up",
          title: { en: "Compensating working day for 21 October" },
          source: DEEPAVALI_2025,
          insteadOf: "2025-10-21",
        },
        { day: "2025-12-25", kind: "holiday", title: { en: "Christmas" }, source: LIST_2025 },
      ],
    },
    {
      year: 2026,
      basis: "notice",
      source: LIST_2026,
      days: [
        { day: "2026-01-01", kind: "holiday", title: { en: "New Year's Day" }, source: LIST_2026 },
        { day: "2026-01-15", kind: "holiday", title: { en: "Pongal" }, source: LIST_2026 },
        {
          day: "2026-01-16",
          kind: "holiday",
          title: { en: "Thiruvalluvar Day" },
          source: LIST_2026,
        },
        {
          day: "2026-01-17",
          kind: "holiday",
          title: { en: "Uzhavar Thirunal" },
          source: LIST_2026,
        },
        { day: "2026-01-26", kind: "holiday", title: { en: "Republic Day" }, source: LIST_2026 },
        { day: "2026-02-01", kind: "holiday", title: { en: "Thai Poosam" }, source: LIST_2026 },
        {
          day: "2026-03-19",
          kind: "holiday",
          title: { en: "Telugu New Year's Day" },
          source: LIST_2026,
        },
        {
          day: "2026-03-21",
          kind: "holiday",
          title: { en: "Ramzan (Idul Fitr)" },
          source: LIST_2026,
        },
        {
          day: "2026-03-31",
          kind: "holiday",
          title: { en: "Mahaveer Jayanthi" },
          source: LIST_2026,
        },
        { day: "2026-04-03", kind: "holiday", title: { en: "Good Friday" }, source: LIST_2026 },
        {
          day: "2026-04-14",
          kind: "holiday",
          title: { en: "Tamil New Year's Day and Dr B. R. Ambedkar's Birthday" },
          source: LIST_2026,
        },
        { day: "2026-05-01", kind: "holiday", title: { en: "May Day" }, source: LIST_2026 },
        {
          day: "2026-05-28",
          kind: "holiday",
          title: { en: "Bakrid (Idul Azha)" },
          source: LIST_2026,
        },
        { day: "2026-06-26", kind: "holiday", title: { en: "Muharram" }, source: LIST_2026 },
        {
          day: "2026-08-15",
          kind: "holiday",
          title: { en: "Independence Day" },
          source: LIST_2026,
        },
        { day: "2026-08-26", kind: "holiday", title: { en: "Milad-un-Nabi" }, source: LIST_2026 },
        {
          day: "2026-09-04",
          kind: "holiday",
          title: { en: "Krishna Jayanthi" },
          source: LIST_2026,
        },
        {
          day: "2026-09-14",
          kind: "holiday",
          title: { en: "Vinayakar Chathurthi" },
          source: LIST_2026,
        },
        { day: "2026-10-02", kind: "holiday", title: { en: "Gandhi Jayanthi" }, source: LIST_2026 },
        { day: "2026-10-19", kind: "holiday", title: { en: "Ayutha Pooja" }, source: LIST_2026 },
        { day: "2026-10-20", kind: "holiday", title: { en: "Vijaya Dasami" }, source: LIST_2026 },
        { day: "2026-11-08", kind: "holiday", title: { en: "Deepavali" }, source: LIST_2026 },
        { day: "2026-12-25", kind: "holiday", title: { en: "Christmas" }, source: LIST_2026 },
      ],
    },
    {
      year: 2027,
      basis: "statute",
      source: NATIONAL_DAYS,
      note: {
        en:
          "The State's list for 2027 is not in this calendar yet: only the four national days are. " +
          "A due date behind a festival may move when the list is loaded.",
        vi:
          "Lịch này chưa có danh sách ngày nghỉ năm 2027 của bang, chỉ có bốn ngày lễ quốc gia. " +
          "Ngày hẹn trả sau một dịp lễ có thể thay đổi khi có danh sách.",
      },
      days: [
        {
          day: "2027-01-26",
          kind: "holiday",
          title: { en: "Republic Day" },
          source: NATIONAL_DAYS,
        },
        { day: "2027-05-01", kind: "holiday", title: { en: "May Day" }, source: NATIONAL_DAYS },
        {
          day: "2027-08-15",
          kind: "holiday",
          title: { en: "Independence Day" },
          source: NATIONAL_DAYS,
        },
        {
          day: "2027-10-02",
          kind: "holiday",
          title: { en: "Gandhi Jayanthi" },
          source: NATIONAL_DAYS,
        },
      ],
    },
  ],
};
