import { DATA_LIMIT, isObject, sizeOf } from "./json.ts";

/** An error of the API, under its AWS name. docs.aws.amazon.com/step-functions/latest/apireference */
export class Refusal extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

type Input = Readonly<Record<string, unknown>>;

export function invalid(message: string): Refusal {
  return new Refusal("ValidationException", `1 validation error detected: ${message}`);
}

interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A member that must be a string, within bounds of its length. */
export function textOf(input: Input, member: string, bounds: Bounds = {}): string {
  const value = optionalText(input, member, bounds);
  if (value !== undefined) return value;
  throw invalid(`Value at '${member}' failed to satisfy constraint: Member must not be null`);
}

export function optionalText(
  input: Input,
  member: string,
  { minimum = 0, maximum = Number.POSITIVE_INFINITY }: Bounds = {},
): string | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  const constraint = (text: string) =>
    invalid(`Value at '${member}' failed to satisfy constraint: ${text}`);
  if (typeof value !== "string") throw constraint("Member must be a string");
  if (value.length < minimum) {
    throw constraint(`Member must have length greater than or equal to ${minimum}`);
  }
  if (value.length > maximum) {
    throw constraint(`Member must have length less than or equal to ${maximum}`);
  }
  return value;
}

/** A member that must be the text of a JSON value, no larger than a state's data may be. */
export function jsonOf(text: string, member: string, refuse: (reason: string) => Refusal): string {
  if (sizeOf(text) > DATA_LIMIT) {
    const constraint = `Member must have length less than or equal to ${DATA_LIMIT}`;
    throw invalid(`Value at '${member}' failed to satisfy constraint: ${constraint}`);
  }
  try {
    JSON.parse(text);
  } catch (error) {
    throw refuse((error as Error).message);
  }
  return text;
}

/** `maxResults`: from 0, which means 100, to 1000. */
export function pageSizeOf(input: Input): number {
  const value = input["maxResults"] ?? 0;
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > 1000) {
    throw invalid(
      "Value at 'maxResults' failed to satisfy constraint: Member must be between 0 and 1000",
    );
  }
  return (value as number) || 100;
}

/** Where a page starts: the token of the page before it, which is opaque to the caller. */
export function pageStartOf(input: Input, scope: string): string | undefined {
  const token = optionalText(input, "nextToken");
  if (token === undefined) return undefined;
  const [given, start] = Buffer.from(token, "base64url").toString().split("\n");
  if (given !== scope || start === undefined) {
    throw new Refusal("InvalidToken", "Invalid Token: 'Invalid token'");
  }
  return start;
}

export function pageToken(scope: string, start: string | number): string {
  return Buffer.from(`${scope}\n${start}`).toString("base64url");
}

/** Members that would change what happens, and do not here: refused unless they ask for nothing. */
export function refuseMembers(input: Input, allowed: Readonly<Record<string, unknown>>): void {
  for (const [member, value] of Object.entries(input)) {
    if (asksForNothing(value, allowed[member])) continue;
    throw invalid(`Value at '${member}' failed to satisfy constraint: not supported here`);
  }
}

/** @param inert what has no effect; `true` for anything */
function asksForNothing(value: unknown, inert: unknown): boolean {
  if (value === undefined || value === null || inert === true || value === inert) return true;
  if (Array.isArray(value)) return Array.isArray(inert) && value.length === 0;
  if (!isObject(value) || !isObject(inert)) return false;
  return Object.entries(value).every(([member, inner]) => asksForNothing(inner, inert[member]));
}
