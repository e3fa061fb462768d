import { describe, expect, it } from "vitest";
import { readSettings } from "../../../infra/aws/settings.ts";
import { TABLE } from "../../../shared/store/table.ts";
import { build, type Resource, resourcesOf, said } from "./stacks.ts";

const production = build("production");
const { data } = production.templates;
const of = (type: string) => resourcesOf(data, type);

describe("the table", () => {
  it("is paid by request, can be put back to any second, and outlives its stack", () => {
    const [table] = of("AWS::DynamoDB::Table");
    expect(table?.Properties).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      DeletionProtectionEnabled: true,
      TimeToLiveSpecification: { AttributeName: TABLE.expiresAt, Enabled: true },
    });
    expect(table?.DeletionPolicy).toBe("Retain");
  });
});

describe("the documents", () => {
  const documents = of("AWS::S3::Bucket").find(({ Properties }) => Properties.LoggingConfiguration);

  it("are private, versioned, announced, and outlive their stack", () => {
    expect(documents?.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: "Enabled" },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    expect(documents?.DeletionPolicy).toBe("RetainExceptOnCreate");
  });

  it("forget an older version within a month, and an upload that was broken off within a day", () => {
    const rules = documents?.Properties.LifecycleConfiguration.Rules;
    expect(rules).toContainEqual(
      expect.objectContaining({ NoncurrentVersionExpiration: { NoncurrentDays: 30 } }),
    );
    expect(rules).toContainEqual(
      expect.objectContaining({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
    );
  });

  it("leave quarantine within a day if nobody inspects them", () => {
    expect(documents?.Properties.LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({ Prefix: "quarantine/", ExpirationInDays: 1, Status: "Enabled" }),
    );
  });

  it("are refused without TLS, and from quarantine to all but the inspection", () => {
    const statements = of("AWS::S3::BucketPolicy").flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    const refused = statements.filter(({ Effect }) => Effect === "Deny");
    const plain = refused.filter(({ Condition }) => Condition.Bool?.["aws:SecureTransport"]);
    expect(plain).toHaveLength(2);
    const quarantine = refused.find(({ Sid }) => Sid === "UnreadableUntilInspected");
    expect(said(quarantine.Resource)).toMatch(/\/quarantine\/\*$/);
    expect(said(quarantine.Condition.ArnNotEquals["aws:PrincipalArn"])).toMatch(
      /role\/licentia-inspect-document-ap-southeast-1$/,
    );
  });
});

describe("the keys", () => {
  const { authorities } = readSettings("production");
  const keys = of("AWS::KMS::Key");
  const aliases = of("AWS::KMS::Alias").map(({ Properties }) => said(Properties.AliasName));

  it("are two for each authority, of a kind that signs and nothing else", () => {
    expect(authorities.length).toBeGreaterThan(1);
    expect(aliases.sort()).toEqual(
      authorities
        .flatMap((each) => [
          `alias/licentia-${each}-licences`,
          `alias/licentia-${each}-status-lists`,
        ])
        .sort(),
    );
    expect(keys).toHaveLength(aliases.length);
    for (const { Properties, DeletionPolicy } of keys) {
      expect(Properties).toMatchObject({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" });
      expect(DeletionPolicy).toBe("RetainExceptOnCreate");
    }
  });

  it("sign for one function each, whatever else an administrator may do", () => {
    const signers = keys.map(({ Properties }) => {
      const deny = Properties.KeyPolicy.Statement.find(
        ({ Effect }: { Effect: string }) => Effect === "Deny",
      );
      return [
        Properties.Description,
        deny.Action,
        said(deny.Condition.ArnNotEquals["aws:PrincipalArn"]).replace(/^.*role\//, ""),
      ];
    });
    const of = (purpose: string, name: string) =>
      authorities.map((each) => [
        `Signs ${purpose} of ${each}`,
        "kms:Sign",
        `licentia-${name}-ap-southeast-1`,
      ]);
    expect(signers).toEqual([
      ...of("licences", "issue-licence"),
      ...of("status-lists", "publish-status-lists"),
    ]);
  });

  it("are made for every authority of the settings", () => {
    const { templates } = build("dev", { authorities: ["one", "two", "three"] });
    expect(resourcesOf(templates.data, "AWS::KMS::Alias")).toHaveLength(6);
  });
});

describe("the pools", () => {
  const [applicants, officers] = of("AWS::Cognito::UserPool").map(({ Properties }) => Properties);

  it("let applicants sign up by themselves, and officers never", () => {
    expect(applicants.AdminCreateUserConfig.AllowAdminCreateUserOnly).toBe(false);
    expect(officers.AdminCreateUserConfig.AllowAdminCreateUserOnly).toBe(true);
  });

  it("ask officers for a second factor", () => {
    expect(officers).toMatchObject({
      MfaConfiguration: "ON",
      EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
    });
  });

  it("have a hosted sign-in each, which outlive their stack with the people in them", () => {
    const domains = of("AWS::Cognito::UserPoolDomain").map(({ Properties }) => [
      said(Properties.UserPoolId).replace(/[0-9A-F]{8}>$/, ">"),
      said(Properties.Domain),
    ]);
    expect(domains).toEqual([
      ["<Applicants>", "licentia-production-applicants-<AWS::AccountId>"],
      ["<Officers>", "licentia-production-officers-<AWS::AccountId>"],
    ]);
    for (const pool of of("AWS::Cognito::UserPool")) {
      expect(pool.DeletionPolicy).toBe("Retain");
      expect(pool.Properties.DeletionProtection).toBe("ACTIVE");
    }
  });
});

describe("the pools' own mails", () => {
  const { mail } = readSettings("production");
  const sendersOf = (environment: "dev" | "production", bySes: boolean) =>
    resourcesOf(
      build(environment, { mail: { ...mail, signIn: bySes } }).templates.data,
      "AWS::Cognito::UserPool",
    ).map(({ Properties }) => Properties.EmailConfiguration);

  it("go out by SES where the settings say so: Cognito's own post takes 50 a day", () => {
    for (const sender of sendersOf("production", true)) {
      expect(sender).toMatchObject({ EmailSendingAccount: "DEVELOPER", From: mail.from });
      expect(said(sender.SourceArn)).toMatch(
        /:ses:ap-southeast-1:<AWS::AccountId>:identity\/licentia\.example$/,
      );
    }
  });

  it("go out by Cognito's own post elsewhere, which needs no domain", () => {
    expect(sendersOf("dev", false)).toEqual([undefined, undefined]);
  });
});

describe("the stacks", () => {
  const types = Object.values(production.templates).flatMap((template) =>
    Object.values(template.toJSON().Resources).map(
      (resource) => (resource as { Type: string }).Type,
    ),
  );

  it("are of CloudFormation's own resources: none needs a function of ours to be made", () => {
    expect(types.filter((type) => /^Custom::|CustomResource/.test(type))).toEqual([]);
  });
});

describe("the gateway's secret", () => {
  it("is made up without the comma that parts one from the next", () => {
    const [secret] = of("AWS::SecretsManager::Secret");
    const { ExcludePunctuation, ExcludeCharacters } = secret?.Properties.GenerateSecretString ?? {};
    expect(ExcludePunctuation).toBe(true);
    for (const character of ',"\\ $') expect(ExcludeCharacters).toContain(character);
  });
});

describe("a first deployment that fails", () => {
  /** Kept though it failed: their deletion is refused, and they have no name that would be taken. */
  const PROTECTED = ["AWS::Cognito::UserPool", "AWS::DynamoDB::Table"];

  it("leaves nothing whose name the next attempt would find taken", () => {
    const kept = Object.values(production.templates).flatMap((template) =>
      (Object.values(template.toJSON().Resources) as Resource[]).filter(
        ({ DeletionPolicy }) => DeletionPolicy === "Retain",
      ),
    );
    expect([...new Set(kept.map(({ Type }) => Type))].sort()).toEqual(PROTECTED);
    for (const { Properties } of kept) {
      expect(Properties).not.toHaveProperty("TableName");
      expect(Properties).not.toHaveProperty("UserPoolName");
    }
  });
});

describe("a development environment", () => {
  it("leaves nothing behind when it is destroyed", () => {
    const { templates, data } = build("dev");
    const kept = Object.values(templates).flatMap((template) =>
      Object.values(template.toJSON().Resources).filter((resource) =>
        /^Retain/.test((resource as { DeletionPolicy?: string }).DeletionPolicy ?? ""),
      ),
    );
    expect(kept).toEqual([]);
    expect(data.terminationProtection).toBe(false);
  });

  it("differs from production, where neither data nor the API's address goes by mistake", () => {
    expect(production.data.terminationProtection).toBe(true);
    expect(production.platform.terminationProtection).toBe(true);
  });
});
