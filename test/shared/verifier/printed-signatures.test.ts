import { describe, expect, it } from "vitest";
import { signatureStructure } from "../../../shared/verifier/cose.ts";
import { nodePrimitives } from "../../../shared/verifier/primitives/node.ts";
import { webcryptoPrimitives } from "../../../shared/verifier/primitives/webcrypto.ts";
import type { EcPublicJwk, Primitives } from "../../../shared/verifier/primitives.ts";

interface Printed {
  readonly x: string;
  readonly y: string;
  readonly message: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** Signatures by ES256 that specifications print, with the keys that made them. */
const PRINTED: Record<string, Printed> = {
  "RFC 7515 appendix A.3": {
    x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    message: text(
      "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
    ),
    signature: bytes(
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
      "base64url",
    ),
  },
  "RFC 9052 appendix C.2.1": {
    x: coordinate("bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"),
    y: coordinate("20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e"),
    message: signatureStructure(bytes("a10126", "hex"), text("This is the content.")),
    signature: bytes(
      "8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36",
      "hex",
    ),
  },
  "RFC 8392 appendix A.3": {
    x: coordinate("143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f"),
    y: coordinate("60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9"),
    message: signatureStructure(
      bytes("a10126", "hex"),
      bytes(
        "a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b71",
        "hex",
      ),
    ),
    signature: bytes(
      "5427c1ff28d23fbad1f29c4c7c6a555e601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632c57209120e1c9e30",
      "hex",
    ),
  },
};

describe.each([
  ["Node's primitives", nodePrimitives as Primitives<unknown>],
  ["WebCrypto's primitives", webcryptoPrimitives as Primitives<unknown>],
])("%s", (_, primitives) => {
  it.each(Object.entries(PRINTED))("find the signature of %s good", async (_, printed) => {
    expect(await isGood(primitives, printed)).toBe(true);
  });

  it.each(Object.entries(PRINTED))("find that of %s with another bit bad", async (_, printed) => {
    const signature = Uint8Array.from(printed.signature, (byte, at) =>
      at === 63 ? byte ^ 1 : byte,
    );
    expect(await isGood(primitives, { ...printed, signature })).toBe(false);
  });

  // The first were taken for good by several libraries (CVE-2022-21449).
  it.each([0, 1, 255])("find none good of bytes that are all %i", async (byte) => {
    const signature = new Uint8Array(64).fill(byte);
    const half = Uint8Array.from(signature, (_, at) => (at < 32 ? byte : 0));
    for (const printed of Object.values(PRINTED)) {
      expect(await isGood(primitives, { ...printed, signature })).toBe(false);
      expect(await isGood(primitives, { ...printed, signature: half })).toBe(false);
      expect(await isGood(primitives, { ...printed, signature: half.toReversed() })).toBe(false);
    }
  });

  it.each(Object.entries(PRINTED))("find that of %s cut off or longer bad", async (_, printed) => {
    for (const signature of [
      printed.signature.slice(0, 63),
      new Uint8Array([...printed.signature, 0]),
      new Uint8Array(0),
    ]) {
      expect(await isGood(primitives, { ...printed, signature })).toBe(false);
    }
  });
});

async function isGood(
  primitives: Primitives<unknown>,
  { x, y, message, signature }: Printed,
): Promise<boolean> {
  const jwk: EcPublicJwk = { kty: "EC", crv: "P-256", x, y };
  return primitives.verify(await primitives.importKey(jwk), message, signature);
}

function text(characters: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(characters);
}

function bytes(written: string, as: "hex" | "base64url"): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(written, as));
}

function coordinate(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64url");
}
