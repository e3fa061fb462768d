/**
 * An explanation as a strip of days, in SVG: one cell a day, a row a week, Monday first, the names
 * of the weekdays above and what each sign means below. It needs no
 * font, no script and no colour to be read: every cell has a sign of its own, and a title that a
 * screen reader speaks and a pointer shows. The cells are the pictures and the strip their group:
 * were it one picture, what is in it would be hidden from screen readers (WAI-ARIA 1.2, `img`).
 */
import { parseDay, weekdayOf } from "../calendar/day.ts";
import { say, type Text } from "../text.ts";
import type { ExplainedDay, Explanation, Verdict } from "./explain.ts";
import { dateInWords, dayInWords, limitInWords, VERDICT_TEXTS } from "./wording.ts";

const CELL = 44;
const GAP = 4;
const STEP = CELL + GAP;
const HEADER = 20;
const KEY_ROW = 22;
const [PAPER, TEXT] = ["#ffffff", "#1b1f24"];

/** Fill, ink (contrast at least 4.5 to 1 on that fill) and sign of each verdict. */
const LOOKS = {
  arrived: { fill: "#ffffff", ink: "#1d3557", sign: "↓" },
  "first-day": { fill: "#ffffff", ink: "#1d3557", sign: "0" },
  counted: { fill: "#1d5c96", ink: "#ffffff", sign: "" },
  closed: { fill: "#e3e5e8", ink: "#3d4248", sign: "–" },
  stopped: { fill: "#fbe3b5", ink: "#5c3d00", sign: "‖" },
  rolled: { fill: "#e3e5e8", ink: "#3d4248", sign: "→" },
  "last-day": { fill: "#ffffff", ink: "#1d3557", sign: "=" },
  rescheduled: { fill: "#ead9f2", ink: "#55206b", sign: "+" },
} as const satisfies Record<Verdict, { fill: string; ink: string; sign: string }>;

const BORDER = 'stroke="#8a9099" stroke-width="1"';
const DUE_BORDER = 'stroke="#b3001b" stroke-width="3"';
const DUE_LOOK = { fill: PAPER, ink: TEXT, sign: " ", border: DUE_BORDER };

const TITLE: Text = { en: "How the due date was counted", vi: "Cách tính ngày hẹn trả" };
const LIMIT: Text = { en: "Limit", vi: "Thời hạn" };
const DUE: Text = { en: "due", vi: "hẹn trả" };
const STANDING: Text = { en: "the clock stands still", vi: "thời hạn đang tạm dừng" };

/** The strip, as one `<svg>` element. `id` keeps its labels apart from others on the page. */
export function strip(explanation: Explanation, language: string, id = "clock"): string {
  const { days } = explanation;
  const offset = weekdayOf(parseDay(days[0]!.date)) - 1;
  const rows = Math.ceil((offset + days.length) / 7);
  const shown = (Object.keys(LOOKS) as Verdict[]).filter((verdict) =>
    days.some((day) => day.verdict === verdict),
  );
  const meanings = shown.map((verdict) =>
    meaning(LOOKS[verdict], VERDICT_TEXTS[verdict], language),
  );
  if (explanation.due !== undefined) meanings.push(meaning(DUE_LOOK, DUE, language));
  const keyTop = HEADER + rows * STEP + GAP;
  const [width, height] = [7 * STEP - GAP, keyTop + meanings.length * KEY_ROW];
  const cells = days.map((day, index) => cell(day, index + offset, explanation, language));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" ` +
    `height="${height}" role="group" lang="${escaped(language)}" ` +
    `aria-labelledby="${escaped(id)}-title ${escaped(id)}-desc" ` +
    `font-family="system-ui, sans-serif" text-anchor="middle">` +
    `<title id="${escaped(id)}-title">${escaped(say(TITLE, language))}</title>` +
    `<desc id="${escaped(id)}-desc">${escaped(description(explanation, language))}</desc>` +
    `<rect width="${width}" height="${height}" fill="${PAPER}"/>` +
    `${weekdays(language)}${cells.join("")}${key(meanings, keyTop)}</svg>`
  );
}

/** Said to who sees it only: a cell's own title names its date, and the strip's description sums up. */
function weekdays(language: string): string {
  const name = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  const names = Array.from(
    { length: 7 },
    (_, place) =>
      `<text x="${place * STEP + CELL / 2}" y="13" font-size="11" fill="${TEXT}">` +
      `${escaped(name.format(MONDAY + place * 86_400_000))}</text>`,
  );
  return `<g aria-hidden="true">${names.join("")}</g>`;
}

const MONDAY = Date.UTC(2024, 0, 1);

interface Look {
  readonly fill: string;
  readonly ink: string;
  readonly sign: string;
  readonly border?: string;
}

function meaning({ fill, ink, sign, border = BORDER }: Look, text: Text, language: string): string {
  return (
    `<rect x="2" y="2" width="24" height="${KEY_ROW - 4}" rx="3" fill="${fill}" ${border}/>` +
    `<text x="14" y="15" font-size="12" font-weight="bold" fill="${ink}">${sign || "1"}</text>` +
    `<text x="34" y="15" font-size="12" text-anchor="start" fill="${TEXT}">` +
    `${escaped(say(text, language))}</text>`
  );
}

function key(meanings: readonly string[], top: number): string {
  const rows = meanings.map(
    (each, row) => `<g transform="translate(0 ${top + row * KEY_ROW})">${each}</g>`,
  );
  return `<g aria-hidden="true">${rows.join("")}</g>`;
}

function cell(
  day: ExplainedDay,
  place: number,
  explanation: Explanation,
  language: string,
): string {
  const [x, y] = [(place % 7) * STEP, HEADER + Math.floor(place / 7) * STEP];
  const { fill, ink, sign } = LOOKS[day.verdict];
  const isDue = explanation.due !== undefined && day === explanation.days.at(-1);
  const border = isDue ? DUE_BORDER : BORDER;
  return (
    `<g role="img"><title>${escaped(dayInWords(day, explanation, language))}</title>` +
    `<rect x="${x + 1}" y="${y + 1}" width="${CELL - 2}" height="${CELL - 2}" rx="4" ` +
    `fill="${fill}" ${border}/>` +
    `<text x="${x + CELL / 2}" y="${y + 18}" font-size="12" fill="${ink}">${day.date.slice(8)}/${day.date.slice(5, 7)}</text>` +
    `<text x="${x + CELL / 2}" y="${y + 35}" font-size="13" font-weight="bold" fill="${ink}">` +
    `${day.verdict === "counted" ? Math.ceil(day.sum) : sign}</text></g>`
  );
}

/** What the picture shows, in a sentence for those who do not see it. */
function description(explanation: Explanation, language: string): string {
  const { days, due } = explanation;
  const tally = (Object.keys(VERDICT_TEXTS) as Verdict[]).flatMap((verdict) => {
    const number = days.filter((day) => day.verdict === verdict).length;
    return number > 0 ? [`${say(VERDICT_TEXTS[verdict], language)}: ${number}`] : [];
  });
  const end =
    due === undefined
      ? say(STANDING, language)
      : `${say(DUE, language)}: ${dateInWords(days.at(-1)!.date, language)}`;
  return [`${say(LIMIT, language)}: ${limitInWords(explanation, language)}`, ...tally, end].join(
    "; ",
  );
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
