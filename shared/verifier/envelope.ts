/** What a JWS and a COSE_Sign1 have in common: bytes that one key signed. */
export interface Envelope {
  /** The key's name, from the protected header. */
  readonly kid: string;
  /** What was signed (RFC 7515 section 5.2, RFC 9052 section 4.4). */
  readonly message: Uint8Array<ArrayBuffer>;
  /** r||s, 64 bytes unless altered. */
  readonly signature: Uint8Array<ArrayBuffer>;
  /** The payload, to be read only after the signature was found good. */
  readonly payload: Uint8Array<ArrayBuffer>;
}
