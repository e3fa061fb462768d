import { createHash, createPublicKey, randomBytes, verify } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GetPublicKeyCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  SignCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type KeyServer, serveKeys } from "../../../../infra/local/keys/server.ts";
import { kmsSigner } from "../../../../shared/signing/kms.ts";

let folder: string;
let server: KeyServer;
let client: KMSClient;

async function start(): Promise<void> {
  server = await serveKeys({ file: join(folder, "keys.json") });
  client = new KMSClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
}

async function stop(): Promise<void> {
  client.destroy();
  await server.close();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "licentia-keys-"));
  await start();
});

afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

async function createKey(): Promise<string> {
  const { KeyMetadata } = await client.send(
    new CreateKeyCommand({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" }),
  );
  return KeyMetadata!.KeyId!;
}

async function publicKey(keyId: string) {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
  return createPublicKey({ key: Buffer.from(PublicKey!), format: "der", type: "spki" });
}

const signing = { SigningAlgorithm: "ECDSA_SHA_256" } as const;

describe("the local key server, through the AWS client", () => {
  it("makes a key that KMS would describe alike", async () => {
    const { KeyMetadata } = await client.send(
      new CreateKeyCommand({
        KeySpec: "ECC_NIST_P256",
        KeyUsage: "SIGN_VERIFY",
        Description: "licences",
      }),
    );
    const described = await client.send(new DescribeKeyCommand({ KeyId: KeyMetadata!.Arn! }));
    expect(described.KeyMetadata).toEqual(KeyMetadata);
    expect(described.KeyMetadata).toMatchObject({
      Description: "licences",
      KeyState: "Enabled",
      KeySpec: "ECC_NIST_P256",
      KeyUsage: "SIGN_VERIFY",
      SigningAlgorithms: ["ECDSA_SHA_256"],
    });
  });

  it("signs digests so that OpenSSL finds each signature good", async () => {
    const KeyId = await createKey();
    const key = await publicKey(KeyId);
    for (let i = 0; i < 50; i++) {
      const message = randomBytes(100);
      const Message = createHash("sha256").update(message).digest();
      const { Signature } = await client.send(
        new SignCommand({ KeyId, Message, MessageType: "DIGEST", ...signing }),
      );
      expect(verify("sha256", message, key, Signature!)).toBe(true);
    }
  });

  it("signs a message as it signs its digest", async () => {
    const KeyId = await createKey();
    const Message = Buffer.from("licence");
    const { Signature } = await client.send(new SignCommand({ KeyId, Message, ...signing }));
    expect(verify("sha256", Message, await publicKey(KeyId), Signature!)).toBe(true);
  });

  it("keeps keys and aliases over a restart, in a file of its owner's only", async () => {
    const KeyId = await createKey();
    await client.send(new CreateAliasCommand({ AliasName: "alias/a", TargetKeyId: KeyId }));
    const before = await kmsSigner(client, "alias/a");
    await stop();
    await start();
    expect((await kmsSigner(client, "alias/a")).kid).toBe(before.kid);
    expect((await stat(join(folder, "keys.json"))).mode & 0o777).toBe(0o600);
  });

  it("lists its keys", async () => {
    const made = [await createKey(), await createKey()];
    const { Keys } = await client.send(new ListKeysCommand({}));
    expect(Keys!.map(({ KeyId }) => KeyId)).toEqual(made);
  });

  it("moves an alias, lists it, and deletes it", async () => {
    const [first, second] = [await createKey(), await createKey()];
    await client.send(new CreateAliasCommand({ AliasName: "alias/a", TargetKeyId: first }));
    await client.send(new UpdateAliasCommand({ AliasName: "alias/a", TargetKeyId: second }));
    const { Aliases } = await client.send(new ListAliasesCommand({ KeyId: second }));
    expect(Aliases!.map(({ AliasName }) => AliasName)).toEqual(["alias/a"]);
    expect((await client.send(new ListAliasesCommand({ KeyId: first }))).Aliases).toEqual([]);
    await client.send(new DeleteAliasCommand({ AliasName: "alias/a" }));
    expect((await client.send(new ListAliasesCommand({}))).Aliases).toEqual([]);
  });

  it.each<[string, (keyId: string) => Promise<unknown>]>([
    ["NotFoundException", () => client.send(new DescribeKeyCommand({ KeyId: "alias/none" }))],
    [
      "NotFoundException",
      (TargetKeyId) =>
        client.send(new UpdateAliasCommand({ AliasName: "alias/none", TargetKeyId })),
    ],
    ["NotFoundException", () => client.send(new DeleteAliasCommand({ AliasName: "alias/none" }))],
    [
      "AlreadyExistsException",
      async (TargetKeyId) => {
        const create = new CreateAliasCommand({ AliasName: "alias/twice", TargetKeyId });
        await client.send(create);
        await client.send(create);
      },
    ],
    [
      "ValidationException",
      (TargetKeyId) => client.send(new CreateAliasCommand({ AliasName: "none", TargetKeyId })),
    ],
    [
      "UnsupportedOperationException",
      () => client.send(new CreateKeyCommand({ KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" })),
    ],
    ["UnsupportedOperationException", () => client.send(new CreateKeyCommand({}))],
    [
      "ValidationException",
      (KeyId) =>
        client.send(
          new SignCommand({ KeyId, Message: randomBytes(31), MessageType: "DIGEST", ...signing }),
        ),
    ],
    [
      "ValidationException",
      (KeyId) => client.send(new SignCommand({ KeyId, Message: randomBytes(4097), ...signing })),
    ],
    [
      "InvalidKeyUsageException",
      (KeyId) =>
        client.send(
          new SignCommand({ KeyId, Message: randomBytes(9), SigningAlgorithm: "ECDSA_SHA_384" }),
        ),
    ],
    [
      "UnknownOperationException",
      (KeyId) => client.send(new EncryptCommand({ KeyId, Plaintext: randomBytes(3) })),
    ],
  ])("answers %s by the name that AWS gives it", async (name, act) => {
    const keyId = await createKey();
    await expect(act(keyId)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  it("answers a body that is no JSON", async () => {
    const answer = await fetch(`http://127.0.0.1:${server.port}`, {
      method: "POST",
      headers: { "x-amz-target": "TrentService.ListKeys" },
      body: "{",
    });
    expect(await answer.json()).toMatchObject({ __type: "SerializationException" });
  });

  it("does not start over a file that holds something else, and leaves it alone", async () => {
    const file = join(folder, "other.json");
    await writeFile(file, '{"format":2}');
    await expect(serveKeys({ file })).rejects.toThrow(/holds no signing keys/);
    expect(await readFile(file, "utf8")).toBe('{"format":2}');
  });
});
