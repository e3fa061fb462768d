/** JSON Pointer (RFC 6901) in its string representation. */

/** Thrown by `parsePointer` for what is not a JSON Pointer. */
export class PointerSyntaxError extends Error {
  override readonly name = "PointerSyntaxError";

  constructor(pointer: string) {
    super(
      `"${pointer}" is not a JSON Pointer: it must be empty or start with "/", and "~" must be written "~0".`,
    );
  }
}

/** Whether a text is a JSON Pointer. */
export function isPointer(text: string): boolean {
  return (text === "" || text.startsWith("/")) && !/~(?![01])/.test(text);
}

/** The reference tokens of a pointer, unescaped (RFC 6901, sections 3 and 4). */
export function parsePointer(pointer: string): string[] {
  if (!isPointer(pointer)) throw new PointerSyntaxError(pointer);
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The pointer of a path: `["answers", "a/b", 0]` is `/answers/a~1b/0`. */
export function formatPointer(path: readonly PropertyKey[]): string {
  return path
    .map((token) => `/${String(token).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

/** The value at a pointer, or undefined where there is none. Own members only. */
export function resolvePointer(document: unknown, pointer: string): unknown {
  return parsePointer(pointer).reduce<unknown>(member, document);
}

function member(value: unknown, token: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined;
  return Object.hasOwn(value, token) ? (value as Record<string, unknown>)[token] : undefined;
}
