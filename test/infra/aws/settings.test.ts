import { describe, expect, it } from "vitest";
import {
  ENVIRONMENTS,
  environmentOf,
  readSettings,
  settingsSchema,
} from "../../../infra/aws/settings.ts";
import { build } from "./stacks.ts";

const signIn = (callbackUrl: string) => ({ callbackUrls: [callbackUrl], logoutUrls: [] });

describe("the settings", () => {
  it.each(ENVIRONMENTS)("of %s are sound, and name more than one authority", (environment) => {
    expect(readSettings(environment).authorities.length).toBeGreaterThan(1);
  });

  it("refuse what they do not know", () => {
    const { error } = settingsSchema.safeParse({ ...readSettings("dev"), regoin: "eu-west-1" });
    expect(error?.issues).toMatchObject([{ code: "unrecognized_keys", keys: ["regoin"] }]);
  });

  it("keep concurrency for functions that there are", () => {
    const sound = (reservedConcurrency: object) =>
      settingsSchema.safeParse({ ...readSettings("dev"), reservedConcurrency }).success;
    expect(sound({ sweep: 2 })).toBe(true);
    expect(sound({ swep: 2 })).toBe(false);
  });

  it.each([
    ["an origin with a slash, which no browser names", { origins: ["https://permits.example/"] }],
    ["an address that paths would follow with two", { publicUrl: "https://permits.example/" }],
    ["a gateway's", { gateway: { url: "https://gateway.example/" } }],
    ["a prefix that Cognito takes for no domain", { prefix: "our-aws" }],
    [
      "a sender outside the domain that roles are granted",
      { mail: { from: "Licentia <no-reply@licentia.example>", domain: "permits.example" } },
    ],
    [
      "a sign-in over plain HTTP",
      { signIn: { ...readSettings("dev").signIn, officers: signIn("http://permits.example/in") } },
    ],
    [
      "the stream of another table than the restored",
      {
        restoredTable: {
          name: "restored",
          streamArn: "arn:aws:dynamodb:eu-west-1:1:table/other/stream/2026",
        },
      },
    ],
  ])("refuse %s", (_, change) => {
    const [field = ""] = Object.keys(change);
    const { error } = settingsSchema.safeParse({ ...readSettings("dev"), ...change });
    expect(error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });

  it("take the same in the form that works", () => {
    const sound = {
      origins: ["https://permits.example", "http://localhost:5173"],
      publicUrl: "https://permits.example/api",
      prefix: "our-permits",
      signIn: {
        applicants: signIn("http://localhost:5173/in"),
        officers: signIn("https://permits.example/in"),
      },
      restoredTable: {
        name: "restored",
        streamArn: "arn:aws:dynamodb:eu-west-1:1:table/restored/stream/2026",
      },
    };
    expect(settingsSchema.safeParse({ ...readSettings("dev"), ...sound }).error).toBeUndefined();
  });

  it("name the environments there are when another is asked for", () => {
    expect(() => environmentOf("prod")).toThrow("dev|staging|production");
  });

  it("say the region and the account", () => {
    const { platform } = build("dev", { region: "eu-central-1", account: "123456789012" });
    expect(platform.region).toBe("eu-central-1");
    expect(platform.account).toBe("123456789012");
  });

  it("let two environments share an account by a prefix of their own", () => {
    const { templates, platform } = build("dev", { prefix: "licentia-try" });
    expect(platform.stackName).toBe("licentia-try-dev-platform");
    templates.platform.hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "licentia-try-sweep",
    });
    templates.data.hasResourceProperties("AWS::KMS::Alias", {
      AliasName: "alias/licentia-try-vn-quang-nam-licences",
    });
  });
});
