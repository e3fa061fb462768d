import { Duration } from "aws-cdk-lib";
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  UserPool,
  UserPoolEmail,
} from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import type { Pool } from "../../../functions/contract.ts";
import type { Names } from "../names.ts";
import { keptAlways } from "../removal.ts";
import { senderOf } from "../sender.ts";
import type { Settings } from "../settings.ts";

export const POOLS = ["applicants", "officers"] as const satisfies readonly Pool[];
export type Pools = Readonly<Record<Pool, UserPool>>;

/**
 * Two pools, so that no mistake in one makes an officer of an applicant. What an officer may do is
 * an appointment in the table, never a group or a claim.
 */
export function createPools(scope: Construct, names: Names, settings: Settings): Pools {
  const common = {
    signInAliases: { email: true },
    signInCaseSensitive: false,
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    // No text messages: they cost, and a number can be taken over.
    mfaSecondFactor: { otp: true, sms: false },
    featurePlan: FeaturePlan.ESSENTIALS,
    deletionProtection: settings.retain,
    removalPolicy: keptAlways(settings),
    ...(settings.mail.signIn && { email: throughSes(settings) }),
  };
  const pools = {
    applicants: new UserPool(scope, "Applicants", {
      ...common,
      selfSignUpEnabled: true,
      autoVerify: { email: true },
      mfa: Mfa.OPTIONAL,
    }),
    officers: new UserPool(scope, "Officers", {
      ...common,
      selfSignUpEnabled: false,
      mfa: Mfa.REQUIRED,
    }),
  };
  for (const pool of POOLS) {
    pools[pool].addDomain("SignIn", { cognitoDomain: { domainPrefix: names.signInDomain(pool) } });
  }
  return pools;
}

/** Cognito's own post takes 50 mails a day, which are fifty people who sign up. */
function throughSes({ region, mail: { from, domain } }: Settings): UserPoolEmail {
  const { name, address } = senderOf(from);
  return UserPoolEmail.withSES({
    fromEmail: address,
    ...(name && { fromName: name }),
    sesRegion: region,
    sesVerifiedDomain: domain,
  });
}
