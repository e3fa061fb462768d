/** The signing keys of an authority, one for each purpose, made where they are missing. */
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

export async function createKeys(authority: string): Promise<void> {
  const client = new KMSClient({});
  try {
    for (const purpose of PURPOSES) {
      const AliasName = `${ALIAS_PREFIX}${authority}-${purpose}`;
      if (await exists(client, AliasName)) continue;
      const { KeyMetadata } = await client.send(
        new CreateKeyCommand({
          KeySpec: "ECC_NIST_P256",
          KeyUsage: "SIGN_VERIFY",
          Description: `Signs ${purpose} of ${authority}`,
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
