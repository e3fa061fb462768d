import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod";
import type { Credentials } from "../../../shared/aws/signature.ts";
import { MAIL_ID_HEADER } from "../../../shared/mail/ses.ts";
import { BodyTooLarge, readBody } from "../body.ts";
import { checkHeader } from "../signed-request.ts";
import type { Mails } from "./mails.ts";

/** SES takes 40 MB with attachments; a notice to an applicant needs none. */
const MAX_BYTES = 2 ** 20;

const Content = z.strictObject({ Data: z.string(), Charset: z.string().optional() });

/** SES v2 SendEmail, as far as simple text mails need it; anything else is refused, not lost. */
const RequestSchema = z.strictObject({
  FromEmailAddress: z.string().min(3),
  Destination: z.strictObject({ ToAddresses: z.array(z.string().includes("@")).min(1).max(50) }),
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: Content,
      Body: z.strictObject({ Text: Content }),
      Headers: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).optional(),
    }),
  }),
});

/**
 * Answers `POST /v2/email/outbound-emails`
 * (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html).
 */
export async function answerSendEmail(options: {
  request: IncomingMessage;
  response: ServerResponse;
  credentials: Credentials;
  mails: Mails;
  onDisk: () => Promise<void>;
  now: number;
}): Promise<void> {
  const { request, response, credentials, mails, onDisk, now } = options;
  const body = await readBody(request, MAX_BYTES).catch((error) => {
    if (error instanceof BodyTooLarge) return undefined;
    throw error;
  });
  if (!body) return refuse(response, 400, "BadRequestException", "The mail is too large.");
  const digest = createHash("sha256").update(body).digest("hex");
  const fault = checkHeader(request, digest, { credentials, service: "ses", now });
  if (fault) return refuse(response, 403, "AccessDeniedException", fault);

  const { data, error } = RequestSchema.safeParse(parseJson(body));
  if (!data) {
    const [issue] = error.issues;
    const message = `${issue?.path.join(".")}: ${issue?.message}`;
    return refuse(response, 400, "BadRequestException", message);
  }
  const { Subject, Body, Headers = [] } = data.Content.Simple;
  const named = Headers.find(({ Name }) => Name.toLowerCase() === MAIL_ID_HEADER.toLowerCase());
  const id = named?.Value ?? randomUUID();
  const [MessageId] = data.Destination.ToAddresses.map((to) =>
    mails.keep({
      id,
      to,
      from: data.FromEmailAddress,
      subject: Subject.Data,
      text: Body.Text.Data,
    }),
  );
  await onDisk();
  answer(response, 200, { MessageId });
}

function refuse(response: ServerResponse, status: number, type: string, message: string): void {
  answer(response, status, { message }, { "x-amzn-errortype": type });
}

function answer(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
