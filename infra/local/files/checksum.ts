import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { FileFault } from "./fault.ts";

/** The digests of an object, all in base64 but for the ETag. */
export interface Digests {
  /** Lower-case hex MD5. */
  readonly etag: string;
  readonly crc32: string;
  readonly sha1: string;
  readonly sha256: string;
}

/** Digests what goes by. */
export class Digester {
  readonly #md5 = createHash("md5");
  readonly #sha1 = createHash("sha1");
  readonly #sha256 = createHash("sha256");
  #crc32 = 0;

  update(chunk: Buffer): void {
    this.#md5.update(chunk);
    this.#sha1.update(chunk);
    this.#sha256.update(chunk);
    this.#crc32 = crc32(chunk, this.#crc32);
  }

  digests(): Digests {
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(this.#crc32);
    return {
      etag: this.#md5.digest("hex"),
      crc32: crc.toString("base64"),
      sha1: this.#sha1.digest("base64"),
      sha256: this.#sha256.digest("base64"),
    };
  }
}

const PREFIX = "x-amz-checksum-";

/**
 * Compares the checksums a sender declared, in headers or trailers, with what arrived.
 * @throws FileFault `BadDigest` for a difference, `NotImplemented` for an algorithm not known here:
 *   a checksum is never passed over.
 */
export function checkDeclared(
  declared: Iterable<readonly [name: string, value: string]>,
  digests: Digests,
): void {
  for (const [name, value] of declared) {
    if (name === "content-md5" && Buffer.from(value, "base64").toString("hex") !== digests.etag) {
      throw new FileFault("BadDigest");
    }
    if (!name.startsWith(PREFIX) || name === `${PREFIX}mode` || name === `${PREFIX}type`) continue;
    const algorithm = name.slice(PREFIX.length);
    if (algorithm !== "crc32" && algorithm !== "sha1" && algorithm !== "sha256") {
      throw new FileFault(
        "NotImplemented",
        `The checksum algorithm ${algorithm} is not implemented here.`,
      );
    }
    if (digests[algorithm] !== value) throw new FileFault("BadDigest");
  }
}
