import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import busboy from "busboy";
import { FileFault } from "./fault.ts";

const LIMITS = {
  /** S3 allows 20 KB of form data beside the file. */
  fieldSize: 20_000,
  fields: 50,
  files: 1,
  fieldNameSize: 200,
};

/** A posted form up to its file; whatever follows the file is ignored, as S3 does. */
export interface PostedForm {
  /** By lower-case name. */
  readonly fields: ReadonlyMap<string, string>;
  /** Ends with `IncompleteBody` when the connection does. */
  readonly file: AsyncIterable<Buffer>;
}

/**
 * Reads a `multipart/form-data` request as far as the file's first byte.
 * @throws FileFault `MalformedPOSTRequest`, or `InvalidArgument` when there is no file.
 */
export function readForm(request: IncomingMessage): Promise<PostedForm> {
  const fields = new Map<string, string>();
  return new Promise((resolve, reject) => {
    const malformed = () => reject(new FileFault("MalformedPOSTRequest"));
    const parser = openParser(request, malformed);
    if (!parser) return;
    parser.on("field", (name, value, { valueTruncated, nameTruncated }) => {
      const lower = name.toLowerCase();
      // A field given twice could be checked in one reading and used in the other.
      if (valueTruncated || nameTruncated || fields.has(lower)) return malformed();
      fields.set(lower, value);
    });
    parser.on("file", (name, file) => {
      if (name !== "file") return malformed();
      resolve({ fields, file: endingWith(request, file) });
    });
    parser.on("fieldsLimit", malformed);
    parser.on("error", malformed);
    parser.on("close", () => reject(new FileFault("InvalidArgument", "A POST needs one file.")));
    request.on("aborted", malformed);
    request.pipe(parser);
  });
}

function openParser(request: IncomingMessage, malformed: () => void) {
  try {
    return busboy({ headers: request.headers, limits: LIMITS, defParamCharset: "utf8" });
  } catch {
    malformed();
    return undefined;
  }
}

/** busboy leaves a file open for ever when its connection breaks. */
function endingWith(request: IncomingMessage, file: Readable): AsyncIterable<Buffer> {
  // Whoever reads the file is told by its iterator; when nobody does, nobody needs to know.
  file.on("error", () => {});
  const breakOff = () => file.destroy(new FileFault("IncompleteBody"));
  request.on("aborted", breakOff);
  request.on("error", breakOff);
  return file;
}
