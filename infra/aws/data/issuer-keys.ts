import { Duration } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { FUNCTIONS, type Purpose } from "../../../functions/manifest.ts";
import type { Names } from "../names.ts";
import { kept } from "../removal.ts";
import type { Settings } from "../settings.ts";

export const PURPOSES = ["licences", "status-lists"] as const satisfies readonly Purpose[];

/** ARNs of every issuer's keys of each purpose. */
export type IssuerKeys = Readonly<Record<Purpose, readonly string[]>>;

/**
 * One key for each issuer and purpose. A key can neither be read nor exported, and its own policy
 * refuses every signature that the one function of its purpose does not ask for: an administrator's
 * rights are not enough to sign a licence.
 */
export function createIssuerKeys(scope: Construct, names: Names, settings: Settings): IssuerKeys {
  const of = (purpose: Purpose) =>
    settings.authorities.map((authority) => createKey(scope, names, settings, authority, purpose));
  return { licences: of("licences"), "status-lists": of("status-lists") };
}

function createKey(
  scope: Construct,
  names: Names,
  settings: Settings,
  authority: string,
  purpose: Purpose,
): string {
  const key = new Key(scope, `Key-${authority}-${purpose}`, {
    alias: names.keyAlias(authority, purpose),
    description: `Signs ${purpose} of ${authority}`,
    keySpec: KeySpec.ECC_NIST_P256,
    keyUsage: KeyUsage.SIGN_VERIFY,
    pendingWindow: Duration.days(30),
    removalPolicy: kept(settings),
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "SignedByItsFunctionAlone",
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ["kms:Sign"],
      resources: ["*"],
      conditions: { ArnNotEquals: { "aws:PrincipalArn": signersOf(purpose).map(names.roleArn) } },
    }),
  );
  return key.keyArn;
}

function signersOf(purpose: Purpose): string[] {
  return FUNCTIONS.filter(({ grants }) => grants.keys?.sign?.includes(purpose)).map(
    ({ name }) => name,
  );
}
