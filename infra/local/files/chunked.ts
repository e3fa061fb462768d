import { FileFault } from "./fault.ts";

const MAX_LINE = 8192;
const MAX_TRAILERS = 20;

/**
 * Undoes `Content-Encoding: aws-chunked` without chunk signatures, which is how the SDK sends a
 * stream whose checksum it knows only at its end
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html).
 *
 * @param onTrailers called once, after the last byte, with lower-case names.
 * @throws FileFault `IncompleteBody` when the framing is broken or ends early.
 */
export async function* decodeChunked(
  source: AsyncIterable<Buffer>,
  onTrailers: (trailers: ReadonlyMap<string, string>) => void,
): AsyncGenerator<Buffer> {
  const reader = new Reader(source);
  for (let size = parseSize(await reader.line()); size > 0; size = parseSize(await reader.line())) {
    yield* reader.bytes(size);
    if ((await reader.line()) !== "") throw new FileFault("IncompleteBody");
  }
  const trailers = new Map<string, string>();
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    const [name = "", value = ""] = line.split(/:(.*)/s, 2);
    trailers.set(name.trim().toLowerCase(), value.trim());
    if (trailers.size > MAX_TRAILERS) throw new FileFault("IncompleteBody");
  }
  onTrailers(trailers);
}

function parseSize(line: string): number {
  const [, hex] = /^([0-9a-fA-F]{1,12})(?:;.*)?$/.exec(line) ?? [];
  if (hex === undefined) throw new FileFault("IncompleteBody");
  return Number.parseInt(hex, 16);
}

/** Reads lines and runs of bytes from chunks that are cut anywhere. */
class Reader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    let end = this.#rest.indexOf("\r\n");
    while (end < 0) {
      if (this.#rest.length > MAX_LINE) throw new FileFault("IncompleteBody");
      this.#rest = Buffer.concat([this.#rest, await this.#more()]);
      end = this.#rest.indexOf("\r\n");
    }
    const line = this.#rest.toString("latin1", 0, end);
    this.#rest = this.#rest.subarray(end + 2);
    return line;
  }

  async *bytes(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.#rest.length === 0) this.#rest = await this.#more();
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async #more(): Promise<Buffer> {
    const { value, done } = await this.#chunks.next();
    if (done) throw new FileFault("IncompleteBody");
    return value;
  }
}
