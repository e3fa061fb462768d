import { createHash, createPublicKey } from "node:crypto";
import { signDigest } from "./ecdsa.ts";
import { KmsError } from "./kms-error.ts";
import type { Vault, VaultKey } from "./vault.ts";

/** A request's or an answer's members, by the names of the KMS API reference. */
type Members = Readonly<Record<string, unknown>>;
type Operation = (vault: Vault, input: Members) => Members;

const REGION = "local";
const ACCOUNT = "000000000000";
const ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:`;
const ALGORITHM = "ECDSA_SHA_256";
const LONGEST_MESSAGE = 4096;

/** The operations there are, by the names of the KMS API reference. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateKey(vault, input) {
    const spec = input["KeySpec"] ?? input["CustomerMasterKeySpec"];
    if (spec !== "ECC_NIST_P256" || input["KeyUsage"] !== "SIGN_VERIFY") {
      throw new KmsError(
        "UnsupportedOperationException",
        "Only keys with KeySpec ECC_NIST_P256 and KeyUsage SIGN_VERIFY are made here.",
      );
    }
    const description = input["Description"] === undefined ? "" : text(input, "Description");
    return { KeyMetadata: metadata(vault.createKey(description)) };
  },

  DescribeKey(vault, input) {
    return { KeyMetadata: metadata(keyOf(vault, input)) };
  },

  GetPublicKey(vault, input) {
    const key = keyOf(vault, input);
    const spki = createPublicKey(key.privateKey).export({ format: "der", type: "spki" });
    return {
      KeyId: keyArn(key),
      PublicKey: spki.toString("base64"),
      KeySpec: "ECC_NIST_P256",
      CustomerMasterKeySpec: "ECC_NIST_P256",
      KeyUsage: "SIGN_VERIFY",
      SigningAlgorithms: [ALGORITHM],
    };
  },

  Sign(vault, input) {
    const key = keyOf(vault, input);
    if (text(input, "SigningAlgorithm") !== ALGORITHM) {
      throw new KmsError("InvalidKeyUsageException", `This key signs by ${ALGORITHM} only.`);
    }
    const signature = signDigest(key.privateKey, digestToSign(input));
    return {
      KeyId: keyArn(key),
      Signature: Buffer.from(signature).toString("base64"),
      SigningAlgorithm: ALGORITHM,
    };
  },

  ListKeys(vault) {
    const Keys = vault.keys().map((key) => ({ KeyId: key.id, KeyArn: keyArn(key) }));
    return { Keys, Truncated: false };
  },

  CreateAlias(vault, input) {
    const name = aliasName(input);
    if (vault.alias(name)) {
      throw new KmsError("AlreadyExistsException", `An alias with the name ${name} already exists`);
    }
    vault.setAlias(name, targetKey(vault, input).id);
    return {};
  },

  UpdateAlias(vault, input) {
    vault.setAlias(existingAlias(vault, input), targetKey(vault, input).id);
    return {};
  },

  DeleteAlias(vault, input) {
    vault.deleteAlias(existingAlias(vault, input));
    return {};
  },

  ListAliases(vault, input) {
    const of = input["KeyId"] === undefined ? undefined : keyOf(vault, input).id;
    const shown = vault.aliases().filter(({ keyId }) => of === undefined || keyId === of);
    return {
      Aliases: shown.map(({ name, keyId, createdAt, updatedAt }) => ({
        AliasName: name,
        AliasArn: `${ARN}${name}`,
        TargetKeyId: keyId,
        CreationDate: createdAt,
        LastUpdatedDate: updatedAt,
      })),
      Truncated: false,
    };
  },
};

function metadata(key: VaultKey): Members {
  return {
    AWSAccountId: ACCOUNT,
    KeyId: key.id,
    Arn: keyArn(key),
    CreationDate: key.createdAt,
    Enabled: true,
    Description: key.description,
    KeyUsage: "SIGN_VERIFY",
    KeyState: "Enabled",
    Origin: "AWS_KMS",
    KeyManager: "CUSTOMER",
    KeySpec: "ECC_NIST_P256",
    CustomerMasterKeySpec: "ECC_NIST_P256",
    SigningAlgorithms: [ALGORITHM],
    MultiRegion: false,
  };
}

function keyArn(key: VaultKey): string {
  return `${ARN}key/${key.id}`;
}

/** The key that `KeyId` names: by id, ARN, alias, or an alias's ARN. */
function keyOf(vault: Vault, input: Members): VaultKey {
  const named = text(input, "KeyId").replace(ARN, "");
  const alias = named.startsWith("alias/");
  const id = alias ? vault.alias(named)?.keyId : named.replace(/^key\//, "");
  const key = id === undefined ? undefined : vault.key(id);
  if (!key) {
    const kind = alias ? "Alias" : "Key";
    throw new KmsError("NotFoundException", `${kind} '${ARN}${named}' does not exist`);
  }
  return key;
}

/** The key that `TargetKeyId` names, which must not be an alias. */
function targetKey(vault: Vault, input: Members): VaultKey {
  const target = text(input, "TargetKeyId");
  if (target.includes("alias/")) {
    throw new KmsError("ValidationException", "Aliases must refer to keys. Not aliases");
  }
  return keyOf(vault, { KeyId: target });
}

function aliasName(input: Members): string {
  const name = text(input, "AliasName");
  if (!/^alias\/[a-zA-Z0-9/_-]{1,250}$/.test(name) || name.startsWith("alias/aws/")) {
    throw new KmsError(
      "ValidationException",
      "An alias begins with alias/ (not alias/aws/) and has letters, digits, / _ and - in it.",
    );
  }
  return name;
}

function existingAlias(vault: Vault, input: Members): string {
  const name = aliasName(input);
  if (!vault.alias(name)) {
    throw new KmsError("NotFoundException", `Alias ${ARN}${name} is not found.`);
  }
  return name;
}

function digestToSign(input: Members): Buffer {
  const message = Buffer.from(text(input, "Message"), "base64");
  const type = input["MessageType"] ?? "RAW";
  if (type === "DIGEST" && message.length === 32) return message;
  if (type === "RAW" && message.length > 0 && message.length <= LONGEST_MESSAGE) {
    return createHash("sha256").update(message).digest();
  }
  throw new KmsError(
    "ValidationException",
    `Message is a DIGEST of 32 bytes, or RAW with 1 to ${LONGEST_MESSAGE} bytes.`,
  );
}

function text(input: Members, member: string): string {
  const value = input[member];
  if (typeof value !== "string") {
    throw new KmsError("ValidationException", `The member ${member} is missing, or not a text.`);
  }
  return value;
}
