/** A token that lacks nothing but its signature. */
export interface ToSign<Token> {
  /** The key that must sign. */
  readonly kid: string;
  /** What it signs (ES256 hashes it with SHA-256). */
  readonly message: Uint8Array;
  /** The finished token. `signature` is r||s, 64 bytes. @throws {RangeError} when it is not */
  assemble(signature: Uint8Array): Token;
}

/** The signature, if it is one. @throws {RangeError} */
export function checkSignature(signature: Uint8Array): Uint8Array {
  if (signature.length !== 64) throw new RangeError("An ES256 signature is 64 bytes, r||s.");
  return signature;
}

/** Anything that can sign; see `Signer` in the ports. */
interface SigningKey {
  readonly kid: string;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** Signs, once. @throws {Error} when the signer holds another key than the token names */
export async function signToken<Token>(token: ToSign<Token>, signer: SigningKey): Promise<Token> {
  if (signer.kid !== token.kid) {
    throw new Error(`The token names the key ${token.kid}, and the signer holds ${signer.kid}.`);
  }
  return token.assemble(await signer.sign(token.message));
}
