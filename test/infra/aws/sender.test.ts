import { describe, expect, it } from "vitest";
import { senderHeader } from "../../../infra/aws/sender.ts";
import { readSettings } from "../../../infra/aws/settings.ts";
import { build, resourcesOf } from "./stacks.ts";

/** What mails of an environment come from, where the settings say so. */
function fromOf(from: string): string {
  const mail = { ...readSettings("dev").mail, from };
  const { templates } = build("dev", { mail });
  const sender = resourcesOf(templates.platform, "AWS::Lambda::Function").find(
    ({ Properties }) => Properties.FunctionName === "licentia-send-mails",
  );
  return sender?.Properties.Environment.Variables.MAIL_FROM;
}

/** By RFC 2047: the white space between two encoded words is none of the text's. */
function read(header: string): string {
  const text = header.replace(/\?=\s+=\?/g, "?==?");
  return text.replace(/=\?UTF-8\?B\?([^?]+)\?=/g, (_, word) =>
    Buffer.from(word, "base64").toString(),
  );
}

describe("the sender of mails", () => {
  it.each(["Licentia <no-reply@dev.licentia.example>", "no-reply@dev.licentia.example"])(
    "is what the settings say: %s",
    (from) => {
      expect(senderHeader(from)).toBe(from);
    },
  );

  it("goes to SES in ASCII, in whatever letters its name is written", () => {
    const name = "Sở Công Thương tỉnh Quảng Nam, phòng Quản lý thương mại và hành chính công";
    const header = fromOf(`${name} <no-reply@dev.licentia.example>`);
    expect(header).toMatch(/^[ -~]+$/);
    const words = header.replace(/ <no-reply@dev\.licentia\.example>$/, "").split(" ");
    expect(words.length).toBeGreaterThan(1);
    for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
    for (const word of words) expect(read(word)).not.toContain("\uFFFD");
    expect(read(header)).toBe(`${name} <no-reply@dev.licentia.example>`);
  });

  it("is one sender, though its name holds a comma", () => {
    expect(senderHeader("Trade, Da Nang <no-reply@dev.licentia.example>")).toBe(
      '"Trade, Da Nang" <no-reply@dev.licentia.example>',
    );
  });
});
