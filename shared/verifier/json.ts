import { malformed } from "./refusal.ts";

export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [name: string]: Json };

const DEEPEST = 32;

/**
 * Parses JSON (RFC 8259) more strictly than `JSON.parse`: an object that names a member twice is
 * refused (RFC 7515 section 4 and RFC 7519 section 4 allow it: two readers would then see two
 * licences in one token), as are strings that are not Unicode and nesting beyond 32 levels.
 *
 * `JSON.parse` keeps one of two members of the same name, so a member is named twice exactly when
 * the text has more members than the value.
 *
 * @throws {Refusal} `json`, `json_duplicate_member`
 */
export function parseJson(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed("json");
  }
  if (membersIn(value, 0) !== membersWritten(text)) throw malformed("json_duplicate_member");
  return value;
}

/** Parses JSON that must be an object. @throws {Refusal} `json`, `json_duplicate_member` */
export function parseJsonObject(text: string): JsonObject {
  const value = parseJson(text);
  if (!isObject(value)) throw malformed("json");
  return value;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How many members all objects in a value have. @throws {Refusal} `json` */
function membersIn(value: Json, depth: number): number {
  if (typeof value === "string" && !value.isWellFormed()) throw malformed("json");
  if (typeof value !== "object" || value === null) return 0;
  if (depth >= DEEPEST) throw malformed("json");
  let members = 0;
  if (Array.isArray(value)) {
    for (const element of value) members += membersIn(element, depth + 1);
    return members;
  }
  for (const name in value) {
    if (!name.isWellFormed()) throw malformed("json");
    members += 1 + membersIn(value[name]!, depth + 1);
  }
  return members;
}

/** How many members a text, known to be JSON, writes down: its colons outside strings. */
function membersWritten(text: string): number {
  let members = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) inString = !inString;
    else if (code === BACKSLASH) i++;
    else if (code === COLON && !inString) members++;
  }
  return members;
}

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
