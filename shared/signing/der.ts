const SEQUENCE = 0x30;
const INTEGER = 0x02;
const FIELD = 32;

/**
 * Turns an ECDSA signature of P-256 in DER (RFC 3279 section 2.2.3: SEQUENCE of the INTEGERs r and
 * s), as KMS gives it, into the 64 bytes r||s of JOSE and COSE (RFC 7518 section 3.4).
 *
 * @throws {RangeError} when it is not one, in the one spelling that DER allows
 */
export function signatureFromDer(der: Uint8Array): Uint8Array {
  // Two integers of at most 33 bytes: every length fits in the short form.
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2) throw fault();
  const raw = new Uint8Array(2 * FIELD);
  const end = readInteger(der, readInteger(der, 2, raw.subarray(0, FIELD)), raw.subarray(FIELD));
  if (end !== der.length) throw fault();
  return raw;
}

/** Reads the INTEGER at `from` into a field, right-aligned; gives where it ends. */
function readInteger(der: Uint8Array, from: number, into: Uint8Array): number {
  const length = der[from + 1] ?? 0;
  const bytes = der.subarray(from + 2, from + 2 + length);
  const [first = 0, second = 0] = bytes;
  if (der[from] !== INTEGER || length === 0 || bytes.length < length) throw fault();
  const padded = first === 0 && length > 1;
  // Neither negative, nor with a zero in front that is not needed (X.690 section 8.3.2).
  if (first > 0x7f || (padded && second < 0x80)) throw fault();
  const digits = padded ? bytes.subarray(1) : bytes;
  if (digits.length > into.length) throw fault();
  into.set(digits, into.length - digits.length);
  return from + 2 + length;
}

function fault(): RangeError {
  return new RangeError("This is no ECDSA P-256 signature in DER.");
}
