import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { KeptMail } from "../../../../infra/local/mailbox/mails.ts";
import { openMailbox } from "../../../../infra/local/mailbox/server.ts";
import { sesMailer } from "../../../../shared/mail/ses.ts";
import type { Mailer } from "../../../../shared/ports.ts";
import { type Neighbour, neighbour } from "../neighbour.ts";

const CREDENTIALS = { accessKeyId: "AKIDTEST", secretAccessKey: "secret-test" };
const MAIL = {
  id: "mail-1",
  to: "lan@nguyenthilan.example",
  subject: "Hồ sơ đã được tiếp nhận",
  text: "Kính gửi bà,\n\n<script>alert(1)</script> & hẹn trả 24/11.",
};

let home: Neighbour;
let client: SESv2Client;
let mailer: Mailer;

beforeEach(async () => {
  home = await neighbour(({ origin, folder }) =>
    openMailbox({ url: `${origin}/mailbox`, folder, credentials: CREDENTIALS }),
  );
  client = clientOf(CREDENTIALS.secretAccessKey);
  mailer = sesMailer(client, { from: "Licentia <no-reply@licentia.example>" });
});
afterEach(async () => {
  client.destroy();
  await home.close();
});

function clientOf(secretAccessKey: string): SESv2Client {
  return new SESv2Client({
    endpoint: `${home.origin}/mailbox/ses`,
    region: "ap-southeast-1",
    maxAttempts: 1,
    credentials: { ...CREDENTIALS, secretAccessKey },
  });
}

async function list(to?: string): Promise<KeptMail[]> {
  const query = to === undefined ? "" : `?to=${encodeURIComponent(to)}`;
  return (await fetch(`${home.origin}/mailbox.json${query}`)).json() as Promise<KeptMail[]>;
}

async function page(path: string) {
  const answer = await fetch(`${home.origin}/mailbox${path}`);
  return { status: answer.status, headers: answer.headers, markup: await answer.text() };
}

describe("a mail", () => {
  test("arrives as it was sent", async () => {
    await mailer.send(MAIL);
    expect(await list()).toMatchObject([{ ...MAIL, from: "Licentia <no-reply@licentia.example>" }]);
  });

  test("sent twice is shown once, with the same answer", async () => {
    const command = () =>
      new SendEmailCommand({
        FromEmailAddress: "a@licentia.example",
        Destination: { ToAddresses: [MAIL.to] },
        Content: {
          Simple: {
            Subject: { Data: "s" },
            Body: { Text: { Data: "t" } },
            Headers: [{ Name: "x-licentia-mail-id", Value: "mail-1" }],
          },
        },
      });
    const answers = await Promise.all([1, 2, 3].map(() => client.send(command())));
    expect(new Set(answers.map(({ MessageId }) => MessageId)).size).toBe(1);
    expect(await list()).toHaveLength(1);
  });

  test("is one for each recipient though the id be the same", async () => {
    await mailer.send(MAIL);
    await mailer.send({ ...MAIL, to: "minh@thubon-trading.example" });
    expect(await list()).toHaveLength(2);
  });

  test("survives a restart", async () => {
    await mailer.send(MAIL);
    await home.restart();
    expect(await list()).toHaveLength(1);
  });
});

describe("the mailbox", () => {
  test("shows one recipient's mails, newest first, whatever the case of the address", async () => {
    await mailer.send(MAIL);
    await mailer.send({ ...MAIL, id: "mail-2", subject: "Second" });
    await mailer.send({ ...MAIL, id: "mail-3", to: "minh@thubon-trading.example" });
    expect((await list("LAN@nguyenthilan.example")).map(({ id }) => id)).toEqual([
      "mail-2",
      "mail-1",
    ]);
    expect((await page(`?to=${MAIL.to}`)).markup).not.toContain("minh@");
  });

  test("shows a mail as text, never as markup", async () => {
    await mailer.send(MAIL);
    const [mail] = await list();
    const { markup, headers } = await page(`/${mail?.number}`);
    expect(markup).toContain("&lt;script&gt;alert(1)&lt;/script&gt; &amp; hẹn trả");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  test("escapes the address it filters by", async () => {
    const { markup } = await page(`?to=${encodeURIComponent('"><script>')}`);
    expect(markup).not.toContain("<script>");
  });

  test("says so when a mail does not exist", async () => {
    expect((await page("/7")).status).toBe(404);
    expect((await page("/7%20or%201=1")).status).toBe(404);
  });
});

describe("not taken is", () => {
  test("a mail signed with another secret", async () => {
    const stranger = sesMailer(clientOf("guess"), { from: "a@licentia.example" });
    await expect(stranger.send(MAIL)).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(await list()).toEqual([]);
  });

  test("a mail to nobody", async () => {
    await expect(mailer.send({ ...MAIL, to: "nobody" })).rejects.toMatchObject({
      name: "BadRequestException",
    });
  });

  test("a mail of more than a megabyte", async () => {
    await expect(mailer.send({ ...MAIL, text: "x".repeat(2 ** 20) })).rejects.toMatchObject({
      name: "BadRequestException",
    });
  });

  test("a kind of mail that would be shown wrong", async () => {
    const raw = client.send(new SendEmailCommand({ Content: { Raw: { Data: Buffer.from("x") } } }));
    await expect(raw).rejects.toMatchObject({ name: "BadRequestException" });
  });
});
