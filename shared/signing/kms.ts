import { createHash, createPublicKey } from "node:crypto";
import { GetPublicKeyCommand, type KMSClient, SignCommand } from "@aws-sdk/client-kms";
import type { Signer } from "../ports.ts";
import type { EcPublicJwk } from "../verifier/primitives.ts";
import { signatureFromDer } from "./der.ts";
import { publishedKey } from "./key-set.ts";

/** A signer whose key is in KMS, with the public half of that key. */
export interface KmsSigner extends Signer {
  /** The key's ARN, also where an alias was asked for. */
  readonly keyArn: string;
  readonly publicKey: EcPublicJwk;
}

/**
 * A signer over one KMS key (ECC_NIST_P256, SIGN_VERIFY). An alias is resolved here and once: the
 * signer goes on with the key whose `kid` it tells, even if the alias is moved to another key.
 *
 * KMS signs the digest (`MessageType: DIGEST`, since a message is limited to 4096 bytes) and
 * answers in DER; see the KMS API reference, `Sign`.
 *
 * @param keyId key id, key ARN, alias name (`alias/...`) or alias ARN
 * @throws {Error} when the key is of another kind; and what the client throws
 */
export async function kmsSigner(client: KMSClient, keyId: string): Promise<KmsSigner> {
  const answer = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
  if (answer.KeySpec !== "ECC_NIST_P256" || answer.KeyUsage !== "SIGN_VERIFY") {
    throw new Error(
      `The KMS key ${keyId} is ${answer.KeySpec}, ${answer.KeyUsage}: not for ES256.`,
    );
  }
  const keyArn = answer.KeyId!;
  const publicKey = jwkOfSpki(answer.PublicKey!);
  return {
    keyArn,
    publicKey,
    kid: publishedKey(publicKey).kid,
    async sign(message) {
      const { Signature } = await client.send(
        new SignCommand({
          KeyId: keyArn,
          Message: createHash("sha256").update(message).digest(),
          MessageType: "DIGEST",
          SigningAlgorithm: "ECDSA_SHA_256",
        }),
      );
      return signatureFromDer(Signature!);
    },
  };
}

/** The JWK of a public key in DER (SubjectPublicKeyInfo, RFC 5280 section 4.1). */
export function jwkOfSpki(spki: Uint8Array): EcPublicJwk {
  const key = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  const { kty, crv, x, y } = key.export({ format: "jwk" });
  return { kty, crv, x, y } as EcPublicJwk;
}
