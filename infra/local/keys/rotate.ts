/** One step of the rotation of an issuer's signing key, over KMS and the table, in both homes. */
import {
  AlreadyExistsException,
  CreateAliasCommand,
  CreateKeyCommand,
  GetKeyPolicyCommand,
  type KMSClient,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import type { Instant } from "../../../shared/ports.ts";
import { type Purpose, type RingKey, rotationStep } from "../../../shared/signing/key-ring.ts";
import { type KmsSigner, kmsSigner } from "../../../shared/signing/kms.ts";
import type { KeyRings } from "../../../shared/store/key-rings.ts";

export interface Rotation {
  readonly kms: KMSClient;
  readonly rings: KeyRings;
  readonly authority: string;
  readonly purpose: Purpose;
  /** What signs now: `alias/...`. */
  readonly alias: string;
  readonly realNow: Instant;
  /** Until when a key that ceases to sign stays published: its last token has expired by then. */
  readonly keptUntil: Instant;
  /** Whether a new key takes over the policy of the one before it, as a key on AWS must. */
  readonly withPolicy: boolean;
}

export type Rotated =
  | { readonly done: "published"; readonly kid: string }
  | { readonly done: "waiting"; readonly kid: string; readonly until: Instant }
  | { readonly done: "switched"; readonly kid: string; readonly keptUntil: Instant };

/**
 * Publishes a next key, or, once every cache knows it, lets it sign. Repeated after a crash it goes
 * on where it was: a key that nobody entered into the ring is never used.
 */
export async function rotate(rotation: Rotation): Promise<Rotated> {
  const { kms, rings, authority, purpose, alias, realNow } = rotation;
  const current = await kmsSigner(kms, alias);
  await enter(rotation, current, { publishedAt: realNow, signsFrom: realNow });
  const ring = await rings.of(authority, purpose);
  const step = rotationStep(ring, realNow);
  if (step.kind === "wait") return { done: "waiting", kid: step.next.kid, until: step.until };
  if (step.kind === "publish") {
    const next = await createNext(rotation, current);
    await enter(rotation, next, { publishedAt: realNow });
    return { done: "published", kid: next.kid };
  }
  const { next } = step;
  const { keptUntil } = rotation;
  await kms.send(new UpdateAliasCommand({ AliasName: alias, TargetKeyId: next.keyId }));
  const before = ring.filter((key) => key !== next && key.signsFrom !== undefined);
  await rings.advance({ ...next, signsFrom: realNow }, before, keptUntil);
  return { done: "switched", kid: next.kid, keptUntil };
}

async function enter(
  { kms, rings, authority, purpose, alias }: Rotation,
  { kid, keyArn, publicKey }: KmsSigner,
  times: Pick<RingKey, "publishedAt" | "signsFrom">,
): Promise<void> {
  // Grants on AWS go by alias: a key keeps one of its own after the signing one has moved on.
  const own = new CreateAliasCommand({ AliasName: `${alias}/${kid}`, TargetKeyId: keyArn });
  await kms.send(own).catch((error) => {
    if (!(error instanceof AlreadyExistsException)) throw error;
  });
  await rings.add({ authority, purpose, kid, keyId: keyArn, publicKey, ...times });
}

async function createNext({ kms, authority, purpose, withPolicy }: Rotation, current: KmsSigner) {
  const KeyId = current.keyArn;
  const policy = withPolicy && (await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy;
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({
      KeySpec: "ECC_NIST_P256",
      KeyUsage: "SIGN_VERIFY",
      Description: `Signs ${purpose} of ${authority}`,
      ...(policy && { Policy: policy }),
    }),
  );
  return kmsSigner(kms, KeyMetadata!.KeyId!);
}
