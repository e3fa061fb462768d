/** What a JWS and a COSE_Sign1 have in common: bytes that one key signed. */
export interface Envelope<Payload = unknown> {
  /** The key's name, from the protected header. */
  readonly kid: string;
  /** What was signed (RFC 7515 section 5.2, RFC 9052 section 4.4). */
  readonly message: Uint8Array<ArrayBuffer>;
  /** r||s, 64 bytes unless altered. */
  readonly signature: Uint8Array<ArrayBuffer>;
  /** The payload as it is written, in base64url or in bytes; nothing in it is true before the signature was found good. */
  readonly payload: Payload;
}
