/** A JSON value, as it travels between states. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The largest input, output, argument or result of a state, in UTF-8 bytes (AWS service quotas). */
export const DATA_LIMIT = 262_144;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Size on the wire, in bytes. */
export function sizeOf(text: string): number {
  return text.length > DATA_LIMIT ? text.length : Buffer.byteLength(text);
}
