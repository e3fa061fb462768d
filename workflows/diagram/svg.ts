/** A permit drawn as SVG by ourselves: one line down, the way through the applicant left, exits right. */
import type { Permit } from "../../shared/permit/permit.ts";
import { type Box, type Picture, pictureOf, type Row } from "./picture.ts";

const BOX = 300;
const GAP = 24;
const LINE = 18;
const CHARACTERS = 40;
const SIDE = 300;
const MARGIN = 20;
const BETWEEN = 44;

/** SVG text of a permit in a language. Same permit, same text. */
export function svg(permit: Permit, language = "en"): string {
  const picture = pictureOf(permit, language);
  const left = picture.rows.some(({ supplement }) => supplement) ? SIDE + 70 : 0;
  const widest = Math.max(...picture.rows.map(({ boxes }) => boxes.length * (BOX + GAP) - GAP));
  const layout = { centre: MARGIN + left + widest / 2, right: MARGIN + left + widest + 90 };
  const width = layout.right + 150 + MARGIN;
  const drawn = draw(picture, layout);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${drawn.height}" width="${width}" height="${drawn.height}" role="img" aria-labelledby="t" font-family="system-ui, sans-serif" font-size="13">`,
    `<title id="t">${escaped(picture.title)}</title>`,
    STYLE,
    ...drawn.parts,
    "</svg>",
    "",
  ].join("\n");
}

const STYLE = `<style>
.box{fill:#fff;stroke:#1d3557;stroke-width:1.5}.side{fill:#fff8e6;stroke:#b7791f;stroke-width:1.5}
.end{fill:#1d3557}.out{fill:#6b7280}.group{fill:#f1f5f9;stroke:#94a3b8;stroke-dasharray:5 4}
.way{fill:none;stroke:#1d3557;stroke-width:1.5}.exit{fill:none;stroke:#6b7280;stroke-width:1.2;stroke-dasharray:4 3}
.name{font-weight:600;fill:#111827}.note{fill:#374151}.on{fill:#fff;font-weight:600}.word{fill:#4b5563;font-size:12px}
</style>
<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#1d3557"/></marker></defs>`;

interface Layout {
  readonly centre: number;
  readonly right: number;
}

function draw(picture: Picture, layout: Layout): { parts: string[]; height: number } {
  const parts = [pill(picture.start, layout.centre, MARGIN, "end")];
  const exitsAt: number[] = [];
  let y = MARGIN + 32;
  for (const row of picture.rows) {
    parts.push(arrowDown(layout.centre, y, y + BETWEEN));
    y += BETWEEN;
    const height = rowHeight(row);
    parts.push(...drawRow(row, picture, layout, y, height));
    if (row.exits.length > 0) exitsAt.push(y + height / 2);
    y += height;
  }
  parts.push(
    arrowDown(layout.centre, y, y + BETWEEN),
    pill(picture.issued, layout.centre, y + BETWEEN, "end"),
  );
  parts.push(...drawClosed(picture.closed, exitsAt, layout, y + BETWEEN));
  return { parts, height: y + BETWEEN + 32 + MARGIN };
}

function drawRow(
  row: Row,
  picture: Picture,
  { centre, right }: Layout,
  y: number,
  height: number,
): string[] {
  const width = row.boxes.length * (BOX + GAP) - GAP;
  const inner = row.title === undefined ? 0 : 28;
  const boxes = row.boxes.map((box, index) =>
    drawBox(
      box,
      centre - width / 2 + index * (BOX + GAP),
      y + inner,
      BOX,
      height - inner - (inner ? 10 : 0),
      "box",
    ),
  );
  const group =
    row.title === undefined
      ? []
      : [
          `<rect class="group" x="${centre - width / 2 - 10}" y="${y}" width="${width + 20}" height="${height}" rx="8"/>`,
          `<text class="word" x="${centre}" y="${y + 18}" text-anchor="middle">${escaped(row.title)}</text>`,
        ];
  return [
    ...group,
    ...boxes,
    ...drawSupplement(row, picture, centre - BOX / 2, y, height),
    ...drawExits(row, centre + width / 2, right, y + height / 2),
  ];
}

/** The applicant's box left of the stage, with the way out and the way back. */
function drawSupplement(
  { supplement }: Row,
  { asks, given }: Picture,
  edge: number,
  y: number,
  height: number,
): string[] {
  if (!supplement) return [];
  const from = edge - 70;
  const [out, back] = [y + height / 2 - 10, y + height / 2 + 10];
  return [
    drawBox(supplement, from - SIDE, y, SIDE, height, "side"),
    `<path class="way" marker-end="url(#a)" d="M${edge} ${out}H${from}"/>`,
    `<path class="way" marker-end="url(#a)" d="M${from} ${back}H${edge}"/>`,
    `<text class="word" x="${edge - 35}" y="${out - 5}" text-anchor="middle">${escaped(asks)}</text>`,
    `<text class="word" x="${edge - 35}" y="${back + 15}" text-anchor="middle">${escaped(given)}</text>`,
  ];
}

function drawExits({ exits, title }: Row, edge: number, right: number, y: number): string[] {
  if (exits.length === 0) return [];
  const x = edge + (title === undefined ? 0 : 10);
  return [
    `<path class="exit" d="M${x} ${y}H${right + 60}"/>`,
    ...exits.map(
      (exit, index) =>
        `<text class="word" x="${right + 52}" y="${y - 5 - (exits.length - 1 - index) * 14}" text-anchor="end">${escaped(exit)}</text>`,
    ),
  ];
}

/** The one line on the right that every exit joins, down to the end. */
function drawClosed(
  closed: string,
  exitsAt: readonly number[],
  { right }: Layout,
  y: number,
): string[] {
  const [first] = exitsAt;
  if (first === undefined) return [];
  const x = right + 60;
  return [
    `<path class="exit" marker-end="url(#a)" d="M${x} ${first}V${y}"/>`,
    pill(closed, x, y, "out"),
  ];
}

function drawBox(
  { title, notes }: Box,
  x: number,
  y: number,
  width: number,
  height: number,
  kind: string,
): string {
  const lines = [
    ...wrapped(title).map((text) => ({ text, kind: "name" })),
    ...notes.flatMap((note) => wrapped(note)).map((text) => ({ text, kind: "note" })),
  ];
  const top = y + (height - lines.length * LINE) / 2 + 13;
  return [
    `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`,
    ...lines.map(
      (line, index) =>
        `<text class="${line.kind}" x="${x + width / 2}" y="${top + index * LINE}" text-anchor="middle">${escaped(line.text)}</text>`,
    ),
  ].join("");
}

function rowHeight({ boxes, supplement, title }: Row): number {
  const lines = [...boxes, ...(supplement ? [supplement] : [])].map((box) =>
    [box.title, ...box.notes].reduce((sum, text) => sum + wrapped(text).length, 0),
  );
  return Math.max(...lines, 2) * LINE + 18 + (title === undefined ? 0 : 38);
}

function pill(text: string, centre: number, y: number, kind: string): string {
  const width = text.length * 8 + 36;
  return `<rect class="${kind}" x="${centre - width / 2}" y="${y}" width="${width}" height="32" rx="16"/><text class="on" x="${centre}" y="${y + 21}" text-anchor="middle">${escaped(text)}</text>`;
}

const arrowDown = (x: number, from: number, to: number): string =>
  `<path class="way" marker-end="url(#a)" d="M${x} ${from}V${to}"/>`;

/** A text in lines of at most so many characters, broken at spaces. */
function wrapped(text: string): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (!line) lines[lines.length - 1] = word;
    else if (line.length + word.length < CHARACTERS) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
