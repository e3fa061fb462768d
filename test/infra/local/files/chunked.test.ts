import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeChunked } from "../../../../infra/local/files/chunked.ts";

/** Encodes chunks as the SDK does, with a checksum behind them. */
function encode(chunks: readonly Uint8Array[]): Buffer {
  const parts = chunks
    .filter((chunk) => chunk.length > 0)
    .flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)}\r\n`),
      chunk,
      Buffer.from("\r\n"),
    ]);
  return Buffer.concat([...parts, Buffer.from("0\r\nx-amz-checksum-crc32: AAAAAA==\r\n\r\n")]);
}

async function decode(pieces: readonly Buffer[]) {
  let trailers: ReadonlyMap<string, string> | undefined;
  const source = (async function* () {
    yield* pieces;
  })();
  const chunks: Buffer[] = [];
  for await (const chunk of decodeChunked(source, (found) => {
    trailers = found;
  })) {
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), trailers };
}

function cut(whole: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
    whole.subarray(i * size, (i + 1) * size),
  );
}

test("a stream comes out as it went in, wherever the network cuts it", async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.integer({ min: 1, max: 50 }), async (sent, size) => {
      const { bytes, trailers } = await decode(cut(encode(sent), size));
      expect(bytes).toEqual(Buffer.concat(sent));
      expect(trailers?.get("x-amz-checksum-crc32")).toBe("AAAAAA==");
    }),
  );
});

test("a stream that ends anywhere before its end is incomplete", async () => {
  const whole = encode([Buffer.from("hello"), Buffer.from("world")]);
  for (let length = 0; length < whole.length; length++) {
    await expect(decode([whole.subarray(0, length)])).rejects.toMatchObject({
      code: "IncompleteBody",
    });
  }
});

describe("refused is", () => {
  test.each([
    ["a size that is no number", "zz\r\nhello\r\n0\r\n\r\n"],
    ["a negative size", "-5\r\nhello\r\n0\r\n\r\n"],
    ["a size beyond all measure", "fffffffffffffffff\r\nhello"],
    ["a chunk longer than its size", "4\r\nhello\r\n0\r\n\r\n"],
    ["a line without an end", "5".repeat(10_000)],
    [
      "a flood of trailers",
      `0\r\n${Array.from({ length: 30 }, (_, i) => `x${i}: 1\r\n`).join("")}\r\n`,
    ],
  ])("%s", async (_, text) => {
    await expect(decode(cut(Buffer.from(text), 1000))).rejects.toMatchObject({
      code: "IncompleteBody",
    });
  });
});
