import { readFile, stat } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { licenceOf } from "../../../shared/verifier/input.ts";
import { type JwkSet, KeySetError } from "../../../shared/verifier/keys.ts";
import { verify } from "../../../shared/verifier/primitives/node.ts";
import { explain, type VerdictLanguage } from "../../../shared/verifier/sentences.ts";
import type { Verdict } from "../../../shared/verifier/verdict.ts";

const USAGE = `Verifies a licence: says who may do what until when, or exactly why not.

  npm run --silent verify -- <licence> --keys <keys> [--status <list>]

  <licence>   a file with the licence, the licence itself, the text of its QR code, or - for stdin
  --keys      the issuer's key set (JWKS, or its jwt-vc-issuer metadata): a file or a URL
  --status    the licence's status list: a file or a URL; without it no licence is valid
  --at        the moment to judge by (RFC 3339, such as 2026-11-23T09:00:00+07:00); default: now
  --issuer    believe this issuer only; may be repeated
  --language  en or vi (default en)
  --json      print the whole verdict as JSON
  --help      this text

Nothing is fetched unless an address is given: with files, no network is needed.

Exit status
  0 valid   1 it could not be tried   2 wrong usage
  10 expired   11 not yet valid   12 suspended   13 no longer in force
  14 unknown issuer   15 altered   16 not a licence   17 status unknown
`;

const EXIT_CODES: Readonly<Record<Verdict["kind"], number>> = {
  valid: 0,
  expired: 10,
  "not-yet-valid": 11,
  suspended: 12,
  "no-longer-in-force": 13,
  "unknown-issuer": 14,
  altered: 15,
  malformed: 16,
  "status-unknown": 17,
};

const COULD_NOT_TRY = 1;
const WRONG_USAGE = 2;
const LARGEST_SOURCE = 2 ** 21;
const FETCH_TIMEOUT_MS = 10_000;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** The command was given something that it cannot use; the message says what, and what to do. */
class CannotVerify extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof CannotVerify)) throw error;
  process.stderr.write(`${error.message}\n`);
  return error.exitCode;
});

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [given] = positionals;
  if (given === undefined || positionals.length > 1) {
    throw new CannotVerify(WRONG_USAGE, USAGE);
  }
  if (values.keys === undefined) {
    throw new CannotVerify(WRONG_USAGE, "Say with --keys which key set to trust (see --help).");
  }
  const language = languageOf(values.language);
  const at = momentOf(values.at);
  const { keys, issuers } = await readKeys(values.keys);
  const verdict = await judged({
    licence: await readLicence(given),
    keys,
    issuers: values.issuer ?? issuers,
    statusList: values.status === undefined ? undefined : await readStatusList(values.status),
    at,
  });
  process.stdout.write(
    values.json ? `${JSON.stringify(verdict, undefined, 2)}\n` : told(verdict, language),
  );
  return EXIT_CODES[verdict.kind];
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        keys: { type: "string" },
        status: { type: "string" },
        at: { type: "string" },
        issuer: { type: "string", multiple: true },
        language: { type: "string", default: "en" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new CannotVerify(WRONG_USAGE, `${(error as Error).message}\n\n${USAGE}`);
  }
}

async function judged(request: Parameters<typeof verify>[0]): Promise<Verdict> {
  try {
    return await verify(request);
  } catch (error) {
    if (!(error instanceof KeySetError)) throw error;
    throw new CannotVerify(COULD_NOT_TRY, `The key set cannot be used: ${error.message}`);
  }
}

function languageOf(name: string): VerdictLanguage {
  if (name === "en" || name === "vi") return name;
  throw new CannotVerify(WRONG_USAGE, `--language is en or vi, not ${name}.`);
}

function momentOf(text: string | undefined): number {
  if (text === undefined) return Date.now();
  const moment = RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new CannotVerify(
    WRONG_USAGE,
    `--at is a time with its offset (RFC 3339), such as 2026-11-23T09:00:00+07:00, not ${text}.`,
  );
}

async function readLicence(given: string): Promise<string | Uint8Array> {
  if (given === "-") return licenceIn(await buffer(process.stdin));
  if (await isFile(given)) return licenceIn(await readFile(given));
  // A licence itself never looks like a path: it has a tilde in it, or is the address in a QR code.
  if (given.includes("~") || /^https:/i.test(given)) return given.trim();
  throw new CannotVerify(COULD_NOT_TRY, `There is no file ${given}, and it is no licence either.`);
}

/** A text may be a CWT in base64url, as the API takes it. */
function licenceIn(content: Buffer): string | Uint8Array {
  const licence = textOrBytes(content);
  return typeof licence === "string" ? licenceOf(licence) : licence;
}

async function readStatusList(source: string): Promise<string | Uint8Array> {
  return textOrBytes(await readSource(source, "status list"));
}

/** A JWK Set; or an issuer's metadata (SD-JWT VC), which also says whom its keys speak for. */
async function readKeys(source: string): Promise<{ keys: JwkSet; issuers?: string[] }> {
  const content = await readSource(source, "key set");
  let document: { jwks?: JwkSet; issuer?: unknown } & JwkSet;
  try {
    document = JSON.parse(content.toString("utf8"));
  } catch {
    throw new CannotVerify(COULD_NOT_TRY, `${source} is no key set: it is not JSON.`);
  }
  if (!document?.jwks) return { keys: document };
  return { keys: document.jwks, issuers: [String(document.issuer)] };
}

async function readSource(source: string, what: string): Promise<Buffer> {
  const problem = (error: unknown) =>
    new CannotVerify(COULD_NOT_TRY, `The ${what} ${source} cannot be read: ${causeOf(error)}.`);
  if (!/^https?:\/\//i.test(source)) {
    return readFile(source).catch((error) => Promise.reject(problem(error)));
  }
  try {
    const response = await fetch(source, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    const body = Buffer.from(await response.arrayBuffer());
    if (body.length > LARGEST_SOURCE) throw new Error("it is too large");
    return body;
  } catch (error) {
    throw problem(error);
  }
}

/** Signed texts are ASCII and may end in a line break; CBOR and zlib begin with none of its letters. */
function textOrBytes(content: Buffer): string | Uint8Array {
  const isText = content.every(
    (byte) => byte < 0x80 && (byte >= 0x20 || [9, 10, 13].includes(byte)),
  );
  return isText ? content.toString("ascii").trim() : new Uint8Array(content);
}

function told(verdict: Verdict, language: VerdictLanguage): string {
  const { headline, sentence, facts } = explain(verdict, language);
  const width = Math.max(0, ...facts.map(([label]) => label.length));
  const lines = facts.map(([label, value]) => `  ${label.padEnd(width)}  ${printable(value)}`);
  return `${[`${headline}. ${sentence}`, ...lines].join("\n")}\n`;
}

/** Without what a terminal would take for a command, or for the direction to write in. */
function printable(value: string): string {
  return value.replace(/[\p{Cc}\p{Bidi_Control}]/gu, "\uFFFD");
}

async function isFile(path: string): Promise<boolean> {
  // A licence given as text can be longer than any name of a file may be: that is an error, too.
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function causeOf(error: unknown): string {
  const { code, message, cause } = error as NodeJS.ErrnoException & { cause?: { code?: string } };
  if (code === "ENOENT") return "there is no such file";
  return cause?.code ?? message;
}
