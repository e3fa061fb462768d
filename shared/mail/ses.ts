import { type SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { Mailer } from "../ports.ts";

/** Carries our own id of a mail: the same mail sent twice can be told from two mails. */
export const MAIL_ID_HEADER = "X-Licentia-Mail-Id";

/**
 * Sends mails through Amazon SES (API v2) as plain text in UTF-8. SES itself does not know our id:
 * a retry after a lost answer may arrive twice, and the header says that it is one mail.
 *
 * @param options.from a verified sender, such as `Licentia <no-reply@licentia.example>`.
 */
export function sesMailer(client: SESv2Client, options: { readonly from: string }): Mailer {
  const utf8 = (text: string) => ({ Data: text, Charset: "UTF-8" });
  return {
    async send({ id, to, subject, text }) {
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: options.from,
          Destination: { ToAddresses: [to] },
          Content: {
            Simple: {
              Subject: utf8(subject),
              Body: { Text: utf8(text) },
              Headers: [{ Name: MAIL_ID_HEADER, Value: id }],
            },
          },
        }),
      );
    },
  };
}
