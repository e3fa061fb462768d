import { inspectPdf } from "./pdf.ts";
import { isWholeJpeg, isWholePng } from "./picture.ts";

/** Why an uploaded document is not taken into a file. */
export type DocumentFault =
  /** It arrived when documents of its kind were no longer taken in. */
  | "too-late"
  /** No bytes at all. */
  | "empty"
  /** A program, whatever it calls itself. */
  | "executable"
  /** Carries a known malicious content. */
  | "malware"
  /** A media type that no permit may ask for: see {@link MEDIA_TYPES}. */
  | "media-type-unsupported"
  /** Its bytes are not what its media type says. */
  | "media-type-mismatch"
  /** Locked with a password: nobody could read or inspect it. */
  | "encrypted"
  /** Can act by itself: scripts, launch actions, files within the file. */
  | "active-content"
  /** Cut off, or not built as its media type is. */
  | "malformed";

export type Inspection =
  | { readonly verdict: "clean" }
  | { readonly verdict: "rejected"; readonly reason: DocumentFault };

/**
 * What may be uploaded: what every officer's browser shows without running anything. Word files and
 * archives are left out on purpose: they carry macros and remote templates, look different on each
 * machine, and an authority keeps PDF anyway.
 */
export const MEDIA_TYPES = ["application/pdf", "image/png", "image/jpeg"] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** First bytes: ISO 32000-1 section 7.5.2; PNG (third edition) section 5.2; ISO/IEC 10918-1 annex B. */
const MAGIC = {
  "application/pdf": [bytesOf("%PDF-")],
  "image/png": [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  "image/jpeg": [[0xff, 0xd8, 0xff]],
} as const satisfies Record<MediaType, readonly (readonly number[])[]>;

const EXECUTABLES: readonly (readonly number[])[] = [
  bytesOf("MZ"),
  bytesOf("\x7fELF"),
  bytesOf("#!"),
  // Mach-O of 32 and 64 bits in both byte orders, and the fat form (which Java classes share).
  [0xfe, 0xed, 0xfa, 0xce],
  [0xfe, 0xed, 0xfa, 0xcf],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe],
];

/**
 * The EICAR test file (https://www.eicar.org/download-anti-malware-testfile/), in two parts so that
 * a virus scanner lets this very file alone.
 */
const EICAR = Buffer.from(
  ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join(""),
  "latin1",
);

/**
 * Decides about an uploaded document by its bytes alone; its name and its declared type are claims.
 *
 * This keeps out the wrong, the unreadable and the dangerous by form. It is no virus scanner, and
 * where one is at hand it runs before this does.
 */
export function inspect(bytes: Uint8Array, declaredMediaType: string): Inspection {
  const reason = findFault(bytes, declaredMediaType);
  return reason ? { verdict: "rejected", reason } : { verdict: "clean" };
}

function findFault(bytes: Uint8Array, declaredMediaType: string): DocumentFault | undefined {
  if (bytes.length === 0) return "empty";
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (EXECUTABLES.some((magic) => startsWith(buffer, magic))) return "executable";
  if (buffer.includes(EICAR)) return "malware";
  if (!isMediaType(declaredMediaType)) return "media-type-unsupported";
  if (!MAGIC[declaredMediaType].some((magic) => startsWith(buffer, magic))) {
    return "media-type-mismatch";
  }
  return FORM[declaredMediaType](buffer);
}

/** What a document of a media type does wrong beyond not being one. */
const FORM: Readonly<Record<MediaType, (buffer: Buffer) => DocumentFault | undefined>> = {
  "application/pdf": inspectPdf,
  "image/png": (buffer) => (isWholePng(buffer) ? undefined : "malformed"),
  "image/jpeg": (buffer) => (isWholeJpeg(buffer) ? undefined : "malformed"),
};

function isMediaType(text: string): text is MediaType {
  return (MEDIA_TYPES as readonly string[]).includes(text);
}

function startsWith(buffer: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, i) => buffer[i] === byte);
}

function bytesOf(text: string): readonly number[] {
  return [...Buffer.from(text, "latin1")];
}
