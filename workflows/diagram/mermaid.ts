/** A permit as a Mermaid flowchart, for pages that render it. */
import type { Permit } from "../../shared/permit/permit.ts";
import { type Box, type Picture, pictureOf, type Row } from "./picture.ts";

/** Mermaid text of a permit in a language. Same permit, same text. */
export function mermaid(permit: Permit, language = "en"): string {
  const picture = pictureOf(permit, language);
  const lines = [
    "flowchart TD",
    `  start([${quoted(picture.start)}])`,
    ...picture.rows.flatMap(rowLines),
    `  issued([${quoted(picture.issued)}])`,
    `  closed([${quoted(picture.closed)}])`,
    ...arrows(picture),
  ];
  return `${lines.join("\n")}\n`;
}

function rowLines(row: Row): string[] {
  const boxes = row.boxes.map((box) => boxLine(box));
  const supplement = row.supplement ? [boxLine(row.supplement)] : [];
  if (row.title === undefined) return [...boxes, ...supplement];
  return [
    `  subgraph ${name(row.id)} [${quoted(row.title)}]`,
    ...boxes.map((line) => `  ${line}`),
    "  end",
  ];
}

const boxLine = ({ id, title, notes }: Box): string =>
  `  ${name(id)}[${quoted([title, ...notes].join("<br/>"))}]`;

function arrows({ rows, asks, given }: Picture): string[] {
  const line = ["start", ...rows.map(({ id }) => name(id)), "issued"];
  return [
    ...line.slice(1).map((to, index) => `  ${line[index]} --> ${to}`),
    ...rows.flatMap(({ id, supplement }) =>
      supplement
        ? [
            `  ${name(id)} -- ${quoted(asks)} --> ${name(supplement.id)}`,
            `  ${name(supplement.id)} -- ${quoted(given)} --> ${name(id)}`,
          ]
        : [],
    ),
    ...rows
      .flatMap((row) => [row, ...(row.supplement ? [row.supplement] : [])])
      .filter(({ exits }) => exits.length > 0)
      .map(({ id, exits }) => `  ${name(id)} -. ${quoted(exits.join(", "))} .-> closed`),
  ];
}

/** Node names cannot be Mermaid's own words (`end`), so all have a prefix. */
const name = (id: string): string => `s_${id.replaceAll("-", "_")}`;

/** Quoted text; Mermaid writes quotes and angle brackets as entities. */
const quoted = (text: string): string =>
  `"${text
    .replaceAll("&", "#amp;")
    .replaceAll('"', "#quot;")
    .replaceAll("<", "#lt;")
    .replaceAll(">", "#gt;")
    .replaceAll("#lt;br/#gt;", "<br/>")}"`;
