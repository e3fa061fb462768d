import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Credentials } from "../../../shared/aws/signature.ts";
import type { Mail, Mailer } from "../../../shared/ports.ts";
import { sendJson } from "../body.ts";
import { openForcedDatabase } from "../database.ts";
import { below, type Mount } from "../mount.ts";
import { sendList, sendMail, sendNoMail } from "./mailbox-page.ts";
import { MAIL_SCHEMA, openMails } from "./mails.ts";
import { answerSendEmail } from "./send-email.ts";

/** Where SES's own API lies below the mailbox. */
const SES = "/ses";
/** A mailbox, also for whoever is in the same process. */
export interface Mailbox extends Mount {
  /** Takes mails of one sender without a request. */
  readonly mailerOf: (from: string) => Mailer;
}

/** How many mails a list shows. */
const LIMIT = 200;

/**
 * The mailbox, to be mounted at `url`. Mails come in at `<url>/ses`, the endpoint to give the SES
 * client (`AWS_ENDPOINT_URL_SESV2`). People read them at `<url>`, `<url>?to=<address>` and
 * `<url>/<number>`; programs at `<url>.json?to=<address>`, newest first. The front server sends
 * `<url>.json` here as well.
 *
 * @param options.url absolute, where the mailbox is mounted, without a slash at its end.
 * @param options.folder of its own within the data folder.
 */
export async function openMailbox(options: {
  url: string;
  folder: string;
  credentials: Credentials;
  now?: () => number;
}): Promise<Mailbox> {
  const { url, folder, credentials, now = Date.now } = options;
  const { database, onDisk, close } = openForcedDatabase(join(folder, "mailbox.db"), MAIL_SCHEMA);
  const mails = openMails(database, now);
  const base = new URL(url).pathname;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asJson = below(`${url}.json`, request);
    const { path, query } = asJson ?? below(url, request) ?? { path: "", query: undefined };
    if (path === `${SES}/v2/email/outbound-emails` && request.method === "POST") {
      return answerSendEmail({ request, response, credentials, mails, onDisk, now: now() });
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET" }).end();
      return;
    }
    const to = query?.get("to") || undefined;
    if (asJson) return sendJson(response, 200, mails.list({ to, limit: LIMIT }));
    if (path === "/") return sendList(response, base, mails.list({ to, limit: LIMIT }), to);
    const mail = /^\/\d{1,15}$/.test(path) ? mails.find(Number(path.slice(1))) : undefined;
    return mail ? sendMail(response, base, mail) : sendNoMail(response, base);
  }

  return {
    mailerOf: (from) => ({
      async send(mail: Mail) {
        mails.keep({ ...mail, from });
        await onDisk();
      },
    }),
    listener(request, response) {
      answer(request, response).catch(() => {
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    },
    close,
  };
}
