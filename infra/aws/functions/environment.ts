import { SecretValue } from "aws-cdk-lib";
import type { FunctionRow } from "../../../functions/manifest.ts";
import type { Setting } from "../../../functions/settings.ts";
import type { Names } from "../names.ts";
import { senderHeader } from "../sender.ts";
import type { Settings } from "../settings.ts";

export type Environment = Readonly<Record<Setting, string>>;

/** What the settings of functions are made of, beside names. */
export interface Surroundings {
  readonly tableName: string;
  readonly bucketName: string;
  readonly applicantsIssuer: string;
  readonly officersIssuer: string;
  readonly apiEndpoint: string;
}

/** Every setting that functions read; a new one that is forgotten here does not compile. */
export function environmentFor(
  names: Names,
  { mail, gateway, publicUrl }: Settings,
  around: Surroundings,
): Environment {
  return {
    TABLE_NAME: around.tableName,
    BUCKET_NAME: around.bucketName,
    PUBLIC_URL: publicUrl ?? around.apiEndpoint,
    APPLICANTS_ISSUER: around.applicantsIssuer,
    OFFICERS_ISSUER: around.officersIssuer,
    STATE_MACHINE_PREFIX: names.machineArn(""),
    MAIL_FROM: senderHeader(mail.from),
    GATEWAY_URL: gateway.url,
    GATEWAY_KEY: fromSecret("key"),
    GATEWAY_WEBHOOK_SECRETS: fromSecret("webhookSecrets"),
    KEY_ALIAS_PREFIX: names.keyAliasPrefix,
    PUBLISHER: names.function("publish-status-lists"),
  };

  /** Resolved by CloudFormation when the function is deployed: it is in no template and no file. */
  function fromSecret(jsonField: string): string {
    return SecretValue.secretsManager(names.gatewaySecret, {
      jsonField,
      ...(gateway.secretVersion && { versionId: gateway.secretVersion }),
    }).unsafeUnwrap();
  }
}

/** The settings that one function reads, and no other. */
export function settingsOf(row: FunctionRow, environment: Environment): Record<string, string> {
  return Object.fromEntries(row.settings.map((name) => [name, environment[name]]));
}
