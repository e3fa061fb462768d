import { describe, expect, it } from "vitest";
import {
  ENVIRONMENTS,
  environmentOf,
  readSettings,
  settingsSchema,
} from "../../../infra/aws/settings.ts";
import { build } from "./stacks.ts";

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
