import { createHash, randomUUID } from "node:crypto";
import querystring from "node:querystring";
import jsonata from "jsonata";

/**
 * The functions that Step Functions adds to JSONata, and those in which it differs from jsonata.
 * docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
 * Edge cases as recorded from AWS: wrong types fail with T0410 or T0412, wrong values with D3137,
 * fractions are cut towards zero, an empty answer is undefined.
 */

/** JSONata renders its message from the code, the index and the name of what was called. */
function mismatch(index: number) {
  return { code: "T0410", index };
}

function invalid(message: string) {
  return { code: "D3137", message };
}

/** AWS refuses `$range(1, 360146, 1)` on its memory limit, and accepts one element less. */
const LONGEST_RANGE = 360_145;

/** What JSONata throws on a breach of `sequence`; {@link describeError} words it as AWS does. */
const MEMORY = { code: "D2015" };

function refuseSurplus(args: unknown[], arity: number): void {
  if (args.length > arity) throw mismatch(arity + 1);
}

function integer(args: unknown[], index: number): number {
  const value = args[index - 1];
  if (typeof value !== "number") throw mismatch(index);
  return Math.trunc(value);
}

function partition(...args: unknown[]): unknown {
  refuseSurplus(args, 2);
  const [array] = args;
  if (array === undefined) return undefined;
  if (!Array.isArray(array)) throw { code: "T0412", index: 1 };
  if (args[1] === undefined) return [array];
  const size = integer(args, 2);
  if (size < 0) throw invalid("Second argument must be zero or greater");
  if (size === 0 || array.length === 0) return undefined;
  const chunks: unknown[] = [];
  for (let at = 0; at < array.length; at += size) chunks.push(array.slice(at, at + size));
  return chunks;
}

function range(...args: unknown[]): unknown {
  refuseSurplus(args, 3);
  const start = integer(args, 1);
  const end = integer(args, 2);
  if (args[2] === undefined) return undefined;
  const step = integer(args, 3);
  const length = Math.floor((end - start) / step) + 1;
  if (step === 0 || length < 1) return undefined;
  if (length === 1) return start;
  if (length > LONGEST_RANGE) throw MEMORY;
  return Array.from({ length }, (_, index) => start + index * step);
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  "SHA-1": "sha1",
  "SHA-384": "sha384",
  "SHA-256": "sha256",
  "SHA-512": "sha512",
  MD5: "md5",
};

function hash(...args: unknown[]): unknown {
  refuseSurplus(args, 2);
  const [text, algorithm] = args;
  if (text === undefined && args.length > 0) return undefined;
  if (typeof text !== "string") throw mismatch(1);
  if (algorithm === undefined) return undefined;
  if (typeof algorithm !== "string") throw mismatch(2);
  const known = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
  if (known === undefined) {
    const names = Object.keys(ALGORITHMS).join(", ");
    throw invalid(`Hash algorithm '${algorithm}' must be one of ${names}`);
  }
  return createHash(known).update(text).digest("hex");
}

/** `java.util.Random(seed).nextDouble()`, which is what AWS answers for a seed. */
function seeded(seed: number): number {
  const multiplier = 0x5deece66dn;
  const mask = (1n << 48n) - 1n;
  let state = (BigInt(seed) ^ multiplier) & mask;
  const next = (bits: bigint): bigint => {
    state = (state * multiplier + 0xbn) & mask;
    return state >> (48n - bits);
  };
  return Number((next(26n) << 27n) + next(27n)) / 2 ** 53;
}

function random(...args: unknown[]): unknown {
  refuseSurplus(args, 1);
  return args[0] === undefined ? Math.random() : seeded(integer(args, 1));
}

function uuid(...args: unknown[]): unknown {
  refuseSurplus(args, 0);
  return randomUUID();
}

function parse(...args: unknown[]): unknown {
  refuseSurplus(args, 1);
  const [text] = args;
  if (text === undefined) return undefined;
  if (typeof text !== "string") throw mismatch(1);
  try {
    return parseStrictly(text);
  } catch {
    throw invalid("Invalid JSON");
  }
}

const QUOTED = /"(?:[^"\\]|\\.)*"(\s*:)?|'(?:[^'\\]|\\.)*'(\s*:)?/gs;

/** JSON without a member twice and without a number out of range, but with strings in either quotes. */
function parseStrictly(text: string): unknown {
  let named = 0;
  const json = text.replaceAll(QUOTED, (quoted, colon = "", otherColon = "") => {
    const end = colon + otherColon;
    if (end) named += 1;
    if (quoted.startsWith('"')) return quoted;
    const inner = quoted.slice(1, quoted.length - end.length - 1);
    return `"${inner.replaceAll("\\'", "'").replaceAll('"', '\\"')}"${end}`;
  });
  let kept = -1; // the reviver also visits the whole, as the member of an object around it
  const value: unknown = JSON.parse(json, function (this: unknown, _key, member) {
    if (typeof member === "number" && !Number.isFinite(member)) throw new SyntaxError();
    if (!Array.isArray(this)) kept += 1;
    return member;
  });
  if (kept !== named) throw new SyntaxError();
  return value;
}

function base64encode(text: string | undefined): unknown {
  return text === undefined ? undefined : Buffer.from(text).toString("base64");
}

function base64decode(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw invalid("Invalid base64");
  return Buffer.from(text, "base64").toString();
}

/** As a form is decoded: `+` is a space, and bytes that are no UTF-8 become U+FFFD. */
function decodeUrlComponent(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (/%(?![\dA-Fa-f]{2})/.test(text)) {
    throw { code: "D3140", value: text, functionName: "decodeUrlComponent" };
  }
  return querystring.unescape(text.replaceAll("+", " "));
}

/** What jsonata itself calls for `$replace`. */
const { implementation: replaceWhole } = (await jsonata("$replace").evaluate(undefined)) as {
  readonly implementation: (...args: unknown[]) => unknown;
};

/** AWS cuts the fraction of a limit off, where jsonata counts up to it. */
function replace(this: unknown, ...args: unknown[]): unknown {
  const [text, pattern, replacement, limit] = args;
  const whole = typeof limit === "number" ? Math.trunc(limit) : undefined;
  return replaceWhole.call(this, text, pattern, replacement, whole);
}

/**
 * Registered with every expression, with a signature where JSONata's own function has one.
 * `$eval` is disabled by AWS: calling it is calling a non-function.
 */
export const SERVICE_FUNCTIONS: readonly (readonly [
  name: string,
  implementation: Parameters<jsonata.Expression["registerFunction"]>[1],
  signature?: string,
])[] = [
  ["partition", partition],
  ["range", range],
  ["hash", hash],
  ["random", random],
  ["uuid", uuid],
  ["parse", parse],
  ["base64encode", base64encode, "<s-:s>"],
  ["base64decode", base64decode, "<s-:s>"],
  ["decodeUrlComponent", decodeUrlComponent, "<s-:s>"],
  ["replace", replace, "<s-(sf)(sf)n?:s>"],
];
