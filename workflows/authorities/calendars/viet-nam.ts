/**
 * The calendar of Vietnamese state agencies. Read by a developer, to be checked by a lawyer; the
 * hours and the cut-off are one province's, and an authority loads its own in their place.
 *
 * Not here: 24 November 2026 (announced as a day off; its enactment was not verified), and what the
 * notice for 2027 will add to the statute.
 */
import type { Calendar, Source } from "../../../shared/calendar/calendar.ts";

/** Labour Code 45/2019/QH14, article 112: the paid holidays. */
const HOLIDAYS = (point: string): Source => ({
  title: `Bộ luật Lao động 45/2019/QH14, Điều 112 khoản 1 điểm ${point}`,
});

/** The same code, article 111: a weekly day of rest that meets a holiday is given on the next day. */
const IN_LIEU: Source = {
  title: "Bộ luật Lao động 45/2019/QH14, Điều 111 khoản 3",
};

/** The notice itself was not read: its dates are as the State's news agency gave them. */
const NOTICE_2024: Source = {
  title:
    "Bộ Lao động - Thương binh và Xã hội, thông báo nghỉ Tết Âm lịch và Quốc khánh năm 2024, được " +
    "Thủ tướng Chính phủ đồng ý",
  url: "https://vietnamnews.vn/society/1636141/one-week-break-approved-for-tet-holiday-in-2024.html",
};

const SWAP_2024: Source = {
  title: "Công văn 2450/VPCP-KGVX ngày 12/4/2024 (hoán đổi ngày làm việc dịp 30/4 và 1/5/2024)",
  url: "https://baotintuc.vn/infographics/ngay-nghi-le-dip-gio-to-hung-vuong-va-304-152024-20240412212054381.htm",
};

const NOTICE_2025: Source = {
  title: "Công văn 8726/VPCP-KGVX ngày 26/11/2024 (nghỉ Tết Âm lịch và một số dịp lễ năm 2025)",
  url: "https://pld.net.vn/tag/nghi-tet-nguyen-dan.html",
};

const NOTICE_2026: Source = {
  title: "Thông báo 9441/TB-BNV ngày 16/10/2025 (nghỉ Tết Âm lịch và Quốc khánh năm 2026)",
  url: "https://vietnamnews.vn/politics-laws/1727514/ministry-of-home-affairs-announces-2026-holiday-schedule-for-lunar-new-year-national-day.html",
};

const NEW_YEAR_2026: Source = {
  title: "Công văn 12729/VPCP-KGVX ngày 25/12/2025 (nghỉ Tết Dương lịch năm 2026)",
  url: "https://baohiemxahoi.gov.vn/tintuc/audio/Pages/default.aspx?CateID=0&ItemID=25908&OtItem=date",
};

const NEW_YEAR = { en: "New Year's Day", vi: "Tết Dương lịch" };
const TET = { en: "Tết (Lunar New Year)", vi: "Tết Âm lịch" };
const HUNG_KINGS = { en: "Hùng Kings' Commemoration Day", vi: "Giỗ Tổ Hùng Vương" };
const REUNIFICATION = { en: "Victory Day", vi: "Ngày Chiến thắng" };
const LABOUR = { en: "International Labour Day", vi: "Ngày Quốc tế lao động" };
const NATIONAL = { en: "National Day", vi: "Quốc khánh" };
const SWAPPED = { en: "Working day swapped", vi: "Hoán đổi ngày làm việc" };
const MAKE_UP = { en: "Make-up working day", vi: "Ngày làm bù" };

const WORKDAY = ["07:00-11:30", "13:30-17:00"];

export const vietNam: Calendar = {
  id: "viet-nam",
  title: { en: "Viet Nam, state agencies", vi: "Việt Nam, cơ quan nhà nước" },
  timeZone: "Asia/Ho_Chi_Minh",
  hours: {
    monday: WORKDAY,
    tuesday: WORKDAY,
    wednesday: WORKDAY,
    thursday: WORKDAY,
    friday: WORKDAY,
    saturday: [],
    sunday: [],
  },
  hoursSource: { title: "Giờ làm việc hành chính của tỉnh Quảng Nam" },
  receipt: { outsideHours: "next-working-day", cutOff: "15:00" },
  years: [
    {
      year: 2024,
      basis: "notice",
      source: NOTICE_2024,
      days: [
        { day: "2024-01-01", kind: "holiday", title: NEW_YEAR, source: HOLIDAYS("a") },
        { day: "2024-02-08", kind: "holiday", title: TET, source: NOTICE_2024 },
        { day: "2024-02-09", kind: "holiday", title: TET, source: NOTICE_2024 },
        { day: "2024-02-10", kind: "holiday", title: TET, source: NOTICE_2024 },
        { day: "2024-02-11", kind: "holiday", title: TET, source: NOTICE_2024 },
        { day: "2024-02-12", kind: "holiday", title: TET, source: NOTICE_2024 },
        { day: "2024-02-13", kind: "lieu", title: TET, source: IN_LIEU, insteadOf: "2024-02-10" },
        { day: "2024-02-14", kind: "lieu", title: TET, source: IN_LIEU, insteadOf: "2024-02-11" },
        { day: "2024-04-18", kind: "holiday", title: HUNG_KINGS, source: HOLIDAYS("e") },
        {
          day: "2024-04-29",
          kind: "swapped-off",
          title: SWAPPED,
          source: SWAP_2024,
          insteadOf: "2024-05-04",
        },
        { day: "2024-04-30", kind: "holiday", title: REUNIFICATION, source: HOLIDAYS("c") },
        { day: "2024-05-01", kind: "holiday", title: LABOUR, source: HOLIDAYS("d") },
        {
          day: "2024-05-04",
          kind: "make-up",
          title: MAKE_UP,
          source: SWAP_2024,
          insteadOf: "2024-04-29",
        },
        { day: "2024-09-02", kind: "holiday", title: NATIONAL, source: HOLIDAYS("đ") },
        { day: "2024-09-03", kind: "holiday", title: NATIONAL, source: NOTICE_2024 },
      ],
    },
    {
      year: 2025,
      basis: "notice",
      source: NOTICE_2025,
      days: [
        { day: "2025-01-01", kind: "holiday", title: NEW_YEAR, source: HOLIDAYS("a") },
        { day: "2025-01-27", kind: "holiday", title: TET, source: NOTICE_2025 },
        { day: "2025-01-28", kind: "holiday", title: TET, source: NOTICE_2025 },
        { day: "2025-01-29", kind: "holiday", title: TET, source: NOTICE_2025 },
        { day: "2025-01-30", kind: "holiday", title: TET, source: NOTICE_2025 },
        { day: "2025-01-31", kind: "holiday", title: TET, source: NOTICE_2025 },
        { day: "2025-04-07", kind: "holiday", title: HUNG_KINGS, source: HOLIDAYS("e") },
        {
          day: "2025-04-26",
          kind: "make-up",
          title: MAKE_UP,
          source: NOTICE_2025,
          insteadOf: "2025-05-02",
        },
        { day: "2025-04-30", kind: "holiday", title: REUNIFICATION, source: HOLIDAYS("c") },
        { day: "2025-05-01", kind: "holiday", title: LABOUR, source: HOLIDAYS("d") },
        {
          day: "2025-05-02",
          kind: "swapped-off",
          title: SWAPPED,
          source: NOTICE_2025,
          insteadOf: "2025-04-26",
        },
        { day: "2025-09-01", kind: "holiday", title: NATIONAL, source: NOTICE_2025 },
        { day: "2025-09-02", kind: "holiday", title: NATIONAL, source: HOLIDAYS("đ") },
      ],
    },
    {
      year: 2026,
      basis: "notice",
      source: NOTICE_2026,
      days: [
        { day: "2026-01-01", kind: "holiday", title: NEW_YEAR, source: HOLIDAYS("a") },
        {
          day: "2026-01-02",
          kind: "swapped-off",
          title: SWAPPED,
          source: NEW_YEAR_2026,
          insteadOf: "2026-01-10",
        },
        {
          day: "2026-01-10",
          kind: "make-up",
          title: MAKE_UP,
          source: NEW_YEAR_2026,
          insteadOf: "2026-01-02",
        },
        { day: "2026-02-16", kind: "holiday", title: TET, source: NOTICE_2026 },
        { day: "2026-02-17", kind: "holiday", title: TET, source: NOTICE_2026 },
        { day: "2026-02-18", kind: "holiday", title: TET, source: NOTICE_2026 },
        { day: "2026-02-19", kind: "holiday", title: TET, source: NOTICE_2026 },
        { day: "2026-02-20", kind: "holiday", title: TET, source: NOTICE_2026 },
        { day: "2026-04-26", kind: "holiday", title: HUNG_KINGS, source: HOLIDAYS("e") },
        {
          day: "2026-04-27",
          kind: "lieu",
          title: HUNG_KINGS,
          source: IN_LIEU,
          insteadOf: "2026-04-26",
        },
        { day: "2026-04-30", kind: "holiday", title: REUNIFICATION, source: HOLIDAYS("c") },
        { day: "2026-05-01", kind: "holiday", title: LABOUR, source: HOLIDAYS("d") },
        {
          day: "2026-08-22",
          kind: "make-up",
          title: MAKE_UP,
          source: NOTICE_2026,
          insteadOf: "2026-08-31",
        },
        {
          day: "2026-08-31",
          kind: "swapped-off",
          title: SWAPPED,
          source: NOTICE_2026,
          insteadOf: "2026-08-22",
        },
        { day: "2026-09-01", kind: "holiday", title: NATIONAL, source: NOTICE_2026 },
        { day: "2026-09-02", kind: "holiday", title: NATIONAL, source: HOLIDAYS("đ") },
      ],
    },
    {
      year: 2027,
      basis: "statute",
      source: HOLIDAYS("a-e"),
      note: {
        en:
          "The government's notice for 2027 is not in this calendar yet. Of Tết, only the days are " +
          "closed that every lawful choice of the notice closes (one to three days before the new " +
          "year, two to four after it, with days in lieu: 5 to 9 February in each case); of " +
          "National Day, only 2 September. A due date behind them may move when the notice is loaded.",
        vi:
          "Lịch này chưa có thông báo nghỉ lễ năm 2027. Đối với Tết Âm lịch, chỉ tính những ngày " +
          "chắc chắn được nghỉ theo mọi phương án (từ 05/02 đến 09/02); đối với Quốc khánh, chỉ " +
          "tính ngày 02/9. Ngày hẹn trả sau các dịp này có thể thay đổi khi có thông báo.",
      },
      days: [
        { day: "2027-01-01", kind: "holiday", title: NEW_YEAR, source: HOLIDAYS("a") },
        { day: "2027-02-05", kind: "holiday", title: TET, source: HOLIDAYS("b") },
        { day: "2027-02-06", kind: "holiday", title: TET, source: HOLIDAYS("b") },
        { day: "2027-02-07", kind: "holiday", title: TET, source: HOLIDAYS("b") },
        { day: "2027-02-08", kind: "holiday", title: TET, source: HOLIDAYS("b") },
        { day: "2027-02-09", kind: "holiday", title: TET, source: HOLIDAYS("b") },
        { day: "2027-04-16", kind: "holiday", title: HUNG_KINGS, source: HOLIDAYS("e") },
        { day: "2027-04-30", kind: "holiday", title: REUNIFICATION, source: HOLIDAYS("c") },
        { day: "2027-05-01", kind: "holiday", title: LABOUR, source: HOLIDAYS("d") },
        {
          day: "2027-05-03",
          kind: "lieu",
          title: LABOUR,
          source: IN_LIEU,
          insteadOf: "2027-05-01",
        },
        { day: "2027-09-02", kind: "holiday", title: NATIONAL, source: HOLIDAYS("đ") },
      ],
    },
  ],
};
