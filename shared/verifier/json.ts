import { decodeBase64url } from "./base64url.ts";
import { malformed } from "./refusal.ts";
import { decodeUtf8 } from "./text.ts";

export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [name: string]: Json };

/** How many levels deep a value may be nested. */
export const DEEPEST = 32;

/** For short texts; nothing in it is needed once they are parsed. */
const scratch = new Uint8Array(1024);

/**
 * Parses JSON (RFC 8259) in UTF-8, written in base64url, more strictly than `JSON.parse`: an object
 * that names a member twice is refused (RFC 7515 section 4 and RFC 7519 section 4 allow it: two
 * readers would then see two licences in one token), and so is nesting beyond 32 levels.
 *
 * `JSON.parse` keeps one of two members of the same name, so a member is named twice exactly when
 * the text has more members than the value.
 *
 * @throws {Refusal} `base64url`, `utf8`, `json`, `json_duplicate_member`
 */
export function parseEncoded(text: string): Json {
  const bytes = decodeBase64url(text, scratch);
  const json = decodeUtf8(bytes);
  let value: Json;
  try {
    value = JSON.parse(json);
  } catch {
    throw malformed("json");
  }
  if (membersIn(value, 0) !== membersWritten(bytes)) throw malformed("json_duplicate_member");
  return value;
}

/** The same, of an object. */
export function parseObject(text: string): JsonObject {
  const value = parseEncoded(text);
  if (!isObject(value)) throw malformed("json");
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How many members all objects in a value have. @throws {Refusal} `json` */
function membersIn(value: Json, depth: number): number {
  if (!value || typeof value !== "object") return 0;
  if (depth >= DEEPEST) throw malformed("json");
  let members = 0;
  if (Array.isArray(value)) for (const one of value) members += membersIn(one, depth + 1);
  else for (const name in value) members += 1 + membersIn(value[name]!, depth + 1);
  return members;
}

/** How many members a text, known to be JSON, writes down: its colons outside strings. */
function membersWritten(bytes: Uint8Array): number {
  let members = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === COLON) members++;
    if (bytes[i] === QUOTE) while (bytes[++i] !== QUOTE) if (bytes[i] === BACKSLASH) i++;
  }
  return members;
}

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
