import { decodeBase64url } from "./base64url.ts";
import { Refusal } from "./refusal.ts";

/**
 * A licence that came as text, as the verifier takes it: an SD-JWT and a QR code's text are texts
 * themselves; a CWT, whose form is bytes, travels in base64url. White space around it, such as a
 * file's last line break, is no part of it.
 */
export function licenceOf(text: string): string | Uint8Array {
  const licence = text.trim();
  if (!/^[\w-]+$/.test(licence)) return licence;
  try {
    return decodeBase64url(licence);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return licence;
  }
}
