/**
 * Page cursors: where a page ended, without the partition, which is always the caller's own. What
 * a client makes up is refused, or is at worst another place in its own list.
 */
import * as z from "zod";
import { Problem } from "../shared/problem.ts";
import type { Item } from "../shared/store/client.ts";

/** Ids and moments, as the indexes have them: anything else the table itself would choke on. */
const shape = z.record(
  z.string().max(40),
  z.union([
    z
      .string()
      .max(300)
      .regex(/^[\x20-\x7e]*$/),
    z.int(),
  ]),
);

/** @param own the attributes that name the partition: left out here, put back on reading */
export function cursorOf(last: Item | undefined, own: readonly string[]): string | undefined {
  if (!last) return undefined;
  const rest = Object.fromEntries(Object.entries(last).filter(([name]) => !own.includes(name)));
  return Buffer.from(JSON.stringify(rest)).toString("base64url");
}

/**
 * @param attributes what the cursor holds, each a text or a number, as the index has it
 * @throws Problem `invalid-cursor` for anything but a cursor with exactly these attributes
 */
export function positionOf(
  cursor: string | undefined,
  own: Readonly<Record<string, string>>,
  attributes: Readonly<Record<string, "string" | "number">>,
): Item | undefined {
  if (cursor === undefined) return undefined;
  try {
    const rest = shape.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    const names = [...new Set([...Object.keys(rest), ...Object.keys(attributes)])];
    if (names.some((name) => typeof rest[name] !== attributes[name])) throw new Error("another");
    return { ...rest, ...own };
  } catch {
    throw new Problem("invalid-cursor");
  }
}
