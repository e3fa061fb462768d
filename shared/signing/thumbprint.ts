import { hash } from "node:crypto";
import type { EcPublicJwk } from "../verifier/primitives.ts";

/** The key's RFC 7638 thumbprint: SHA-256, in base64url, over its required members in order. */
export function thumbprint({ crv, kty, x, y }: EcPublicJwk): string {
  return hash("sha256", JSON.stringify({ crv, kty, x, y }), "base64url");
}
