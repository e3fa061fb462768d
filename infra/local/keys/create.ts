/** The signing keys of authorities, one for each purpose, made where they are missing. */
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  KMSClient,
  NotFoundException,
} from "@aws-sdk/client-kms";

const PURPOSES = ["licences", "status-lists"] as const;
/** As the setting `KEY_ALIAS_PREFIX` has it. */
const ALIAS_PREFIX = "alias/licentia-";

export function keyAliasesOf(authority: string): string[] {
  return PURPOSES.map((purpose) => `${ALIAS_PREFIX}${authority}-${purpose}`);
}

export async function createKeys(aliases: readonly string[]): Promise<void> {
  const client = new KMSClient({});
  try {
    for (const AliasName of aliases) {
      if (await exists(client, AliasName)) continue;
      const { KeyMetadata } = await client.send(
        new CreateKeyCommand({
          KeySpec: "ECC_NIST_P256",
          KeyUsage: "SIGN_VERIFY",
          Description: `Signs as ${AliasName}`,
        }),
      );
      const TargetKeyId = KeyMetadata?.KeyId;
      await client.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    }
  } finally {
    client.destroy();
  }
}

async function exists(client: KMSClient, KeyId: string): Promise<boolean> {
  try {
    await client.send(new DescribeKeyCommand({ KeyId }));
    return true;
  } catch (error) {
    if (error instanceof NotFoundException) return false;
    throw error;
  }
}
