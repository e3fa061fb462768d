import { checkSignature, type ToSign } from "./to-sign.ts";

/** A JWS in compact serialisation (RFC 7515 section 7.1) by ES256, but for the signature. */
export function jwsToSign(kid: string, typ: string, payload: object): ToSign<string> {
  const signed = [{ alg: "ES256", typ, kid }, payload].map((part) =>
    base64url(JSON.stringify(part)),
  );
  const input = signed.join(".");
  return {
    kid,
    message: Buffer.from(input, "ascii"),
    assemble: (signature) => `${input}.${base64url(checkSignature(signature))}`,
  };
}

/** RFC 7515 section 2: without padding. */
export function base64url(content: string | Uint8Array): string {
  return Buffer.from(content as string).toString("base64url");
}
