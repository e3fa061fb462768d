/** What the functions' settings are on this machine, and what stands here for a template's resources. */
import type { Setting } from "../../functions/settings.ts";
import type { Here } from "./assembly/values.ts";
import { issuerOf } from "./identity/people.ts";
import { MACHINE_NAME_PREFIX } from "./machines.ts";
import type { Secrets } from "./secrets.ts";

export function settingsHere(where: {
  readonly origin: string;
  /** ARN of a state machine up to its name. */
  readonly machinePrefix: string;
  readonly secrets: Secrets;
}): Readonly<Record<Setting, string>> {
  const { origin, machinePrefix, secrets } = where;
  return {
    TABLE_NAME: "licentia",
    BUCKET_NAME: "licentia-documents",
    PUBLIC_URL: origin,
    APPLICANTS_ISSUER: issuerOf(origin, "applicants"),
    OFFICERS_ISSUER: issuerOf(origin, "officers"),
    STATE_MACHINE_PREFIX: `${machinePrefix}${MACHINE_NAME_PREFIX}`,
    MAIL_FROM: "no-reply@licentia.example",
    GATEWAY_URL: `${origin}/gateway`,
    GATEWAY_KEY: secrets.gateway,
    GATEWAY_WEBHOOK_SECRETS: secrets.webhook,
    KEY_ALIAS_PREFIX: "licentia-",
    PUBLISHER: "publish-status-lists",
  };
}

/** The same, by what a template has in their places. */
export function meaningHere(settings: Readonly<Record<Setting, string>>, account: string): Here {
  return {
    account,
    tableName: settings.TABLE_NAME,
    bucketName: settings.BUCKET_NAME,
    secret: { key: settings.GATEWAY_KEY, webhookSecrets: settings.GATEWAY_WEBHOOK_SECRETS },
    addresses: {
      Url: settings.PUBLIC_URL,
      ApplicantsIssuer: settings.APPLICANTS_ISSUER,
      OfficersIssuer: settings.OFFICERS_ISSUER,
      GatewayUrl: settings.GATEWAY_URL,
    },
  };
}
