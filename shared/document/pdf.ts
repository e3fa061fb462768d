import { inflateSync } from "node:zlib";

/** What a PDF can do wrong beyond not being one. */
export type PdfFault = "encrypted" | "active-content" | "malformed";

/** Readers look for the end mark in the last 1024 bytes (ISO 32000-1, annex H, note 18). */
const TAIL = 1024;
/**
 * How many bytes may be looked through behind the file's own: dictionaries before their streams,
 * and what object streams unpack to. An honest file needs a few times its size; more is a bomb.
 */
const MAX_LOOKED_THROUGH = 32 * 2 ** 20;
/** How far before its stream a dictionary is looked for, in bytes. */
const MAX_DICTIONARY = 4096;

/**
 * Names that make a PDF act or carry what nobody sees (ISO 32000-1, sections 12.6.4 and 7.11.4). A
 * script needs the name JavaScript, and the name of the key JS is so short that it occurs in
 * compressed pictures by chance: it is not looked for.
 */
const ACTIVE = [
  "JavaScript",
  "Launch",
  "SubmitForm",
  "ImportData",
  "GoToR",
  "GoToE",
  "EmbeddedFile",
  "EmbeddedFiles",
  "RichMedia",
  "Rendition",
  "Movie",
  "Sound",
  "XFA",
];

/**
 * Looks through a PDF's names, those in compressed object streams included, wherever they stand: a
 * name that a parser would not see is no loss, one that only some parsers see is the danger.
 */
export function inspectPdf(buffer: Buffer): PdfFault | undefined {
  const text = buffer.toString("latin1");
  if (!text.slice(-TAIL).includes("%%EOF")) return "malformed";
  const names = namesIn(text);
  // Before the object streams, which nobody can unpack in a locked file.
  if (names.has("Encrypt")) return "encrypted";
  if (isActive(names)) return "active-content";

  const budget = { left: MAX_LOOKED_THROUGH };
  for (const stream of objectStreams(buffer, text, budget)) {
    const unpacked = stream && unpack(stream, budget.left);
    if (!unpacked) return "malformed";
    budget.left -= unpacked.length;
    if (isActive(namesIn(unpacked.toString("latin1")))) return "active-content";
  }
  return budget.left < 0 ? "malformed" : undefined;
}

function isActive(names: ReadonlySet<string>): boolean {
  return ACTIVE.some((name) => names.has(name));
}

/** Every name, with its `#xx` escapes resolved (ISO 32000-1, section 7.3.5). */
function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, raw = ""] of text.matchAll(/\/([^\s\0()<>[\]{}/%]{1,127})/g)) {
    names.add(
      raw.replace(/#([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    );
  }
  return names;
}

/**
 * The packed bytes of each object stream (ISO 32000-1, section 7.5.7), or undefined for one that
 * has no end; none any more where the budget is used up.
 */
function* objectStreams(
  buffer: Buffer,
  text: string,
  budget: { left: number },
): Generator<Buffer | undefined> {
  for (const match of text.matchAll(/(?<!end)stream\r?\n/g)) {
    const before = text.slice(Math.max(0, match.index - MAX_DICTIONARY), match.index);
    const dictionary = before.slice(Math.max(0, before.lastIndexOf(" obj")));
    budget.left -= dictionary.length;
    if (budget.left < 0) return;
    if (!namesIn(dictionary).has("ObjStm")) continue;
    const start = match.index + match[0].length;
    const end = text.indexOf("endstream", start);
    yield end < 0 ? undefined : buffer.subarray(start, end);
  }
}

/** Object streams are packed with Flate or not at all; whatever else cannot be inspected. */
function unpack(stream: Buffer, maxBytes: number): Buffer | undefined {
  try {
    return inflateSync(stream, { maxOutputLength: Math.max(1, maxBytes) });
  } catch {
    return /^\s*\d+ \d+\s/.test(stream.toString("latin1", 0, 64)) ? stream : undefined;
  }
}
