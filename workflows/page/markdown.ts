/** The little of Markdown that a page needs. */

export const heading = (text: string): string => `## ${text}`;

export const bullets = (items: readonly string[]): string =>
  items.map((item) => `- ${item}`).join("\n");

/** Sentences that belong together, a line each. */
export const list = bullets;

/** A table; the first row is its head. */
export function table(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((cells) => `| ${cells.map(cell).join(" | ")} |`);
  const [head = "", ...body] = lines;
  return [head, `|${" --- |".repeat(rows[0]?.length ?? 0)}`, ...body].join("\n");
}

/** What would end a cell is escaped. */
const cell = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("\n", " ");
