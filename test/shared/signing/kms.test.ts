import { generateKeyPairSync, sign, verify } from "node:crypto";
import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { mockClient } from "aws-sdk-client-mock";
import { calculateJwkThumbprint } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { kmsSigner } from "../../../shared/signing/kms.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const kms = mockClient(KMSClient);
const client = new KMSClient({ region: "local" });
const ARN = "arn:aws:kms:local:000000000000:key/1";

beforeEach(() => {
  kms.reset();
  kms.on(GetPublicKeyCommand).resolves({
    KeyId: ARN,
    KeySpec: "ECC_NIST_P256",
    KeyUsage: "SIGN_VERIFY",
    PublicKey: publicKey.export({ format: "der", type: "spki" }),
  });
});

describe("a signer over KMS", () => {
  it("is named by the thumbprint of its public key", async () => {
    const { kid } = await kmsSigner(client, "alias/licences");
    expect(kid).toBe(await calculateJwkThumbprint(publicKey.export({ format: "jwk" })));
  });

  it("turns the signature into what JOSE and COSE want", async () => {
    const message = Buffer.from("licence");
    kms.on(SignCommand).resolves({ Signature: sign("sha256", message, privateKey) });
    const signature = await (await kmsSigner(client, "alias/licences")).sign(message);
    const key = { key: publicKey, dsaEncoding: "ieee-p1363" } as const;
    expect(verify("sha256", message, key, signature)).toBe(true);
  });

  it("sends the digest, to the very key it knows and not to an alias that may have moved", async () => {
    kms.on(SignCommand).resolves({ Signature: sign("sha256", Buffer.from("a"), privateKey) });
    await (await kmsSigner(client, "alias/licences")).sign(new Uint8Array(10_000));
    const [call] = kms.commandCalls(SignCommand);
    expect(call!.args[0].input).toMatchObject({
      KeyId: ARN,
      MessageType: "DIGEST",
      SigningAlgorithm: "ECDSA_SHA_256",
    });
    expect(call!.args[0].input.Message!.length).toBe(32);
  });

  it("asks for the public key once", async () => {
    kms.on(SignCommand).resolves({ Signature: sign("sha256", Buffer.from("a"), privateKey) });
    const signer = await kmsSigner(client, ARN);
    await signer.sign(new Uint8Array(1));
    await signer.sign(new Uint8Array(1));
    expect(kms.commandCalls(GetPublicKeyCommand).length).toBe(1);
  });

  it("is not made over a key of another kind", async () => {
    kms.on(GetPublicKeyCommand).resolves({ KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" });
    await expect(kmsSigner(client, ARN)).rejects.toThrow(/RSA_2048/);
  });
});
