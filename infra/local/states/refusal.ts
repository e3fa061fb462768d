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

/** Members whose values AWS leaves out of what it says, as its model marks them. */
const SENSITIVE: readonly string[] = ["definition", "input", "output", "error", "cause"];

/** A member breaks a rule of its shape. */
export function violation(member: string, value: unknown, constraint: string): Refusal {
  const shown = SENSITIVE.includes(member) ? "Value" : `Value '${String(value)}'`;
  return invalid(`${shown} at '${member}' failed to satisfy constraint: ${constraint}`);
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
  if (typeof value !== "string") throw violation(member, value, "Member must be a string");
  if (value.length < minimum) {
    const constraint = `Member must have length greater than or equal to ${minimum}`;
    throw violation(member, value, constraint);
  }
  if (value.length > maximum) {
    throw violation(member, value, `Member must have length less than or equal to ${maximum}`);
  }
  return value;
}

/** An ARN of a kind. @throws Refusal InvalidArn */
export function arnOf(input: Input, member: string, kind: RegExp): string {
  const arn = textOf(input, member, { minimum: 1, maximum: 256 });
  const refuse = (reason: string) => new Refusal("InvalidArn", `Invalid Arn: '${reason}: ${arn}'`);
  if (!arn.startsWith("arn:")) throw refuse("Invalid ARN prefix");
  if (!kind.test(arn)) throw refuse("Resource type not valid in this context");
  return arn;
}

/** A member that must be the text of a JSON value, no larger than a state's data may be. */
export function jsonOf(text: string, member: string, refuse: (reason: string) => Refusal): string {
  if (sizeOf(text) > DATA_LIMIT) {
    const constraint = `Member must have length less than or equal to ${DATA_LIMIT}`;
    throw violation(member, text, constraint);
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
  const refuse = (constraint: string) => violation("maxResults", value, constraint);
  if (!Number.isInteger(value)) throw refuse("Member must be an integer");
  if ((value as number) < 0) throw refuse("Member must have value greater than or equal to 0");
  if ((value as number) > 1000) throw refuse("Member must have value less than or equal to 1000");
  return (value as number) || 100;
}

/** Where a page starts: the token of the page before it, which is opaque to the caller. */
export function pageStartOf(
  input: Input,
  scope: string,
  { maximum = 1024 }: Bounds = {},
): string | undefined {
  const token = optionalText(input, "nextToken", { minimum: 1, maximum });
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
