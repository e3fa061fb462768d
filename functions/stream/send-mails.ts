/** The table's stream: a mail that is owed is sent at once. */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { sendMail } from "../mail.ts";
import { described, internal, logger } from "../runtime.ts";
import { clock, mailer, rulesFor, store } from "../wiring.ts";

export const handler = internal(
  "send-mails",
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failures: string[] = [];
    for (const { dynamodb } of event.Records) {
      const image = dynamodb?.NewImage;
      const application = image?.["application"]?.S;
      const seq = Number(image?.["seq"]?.N);
      const part = Number(image?.["part"]?.N ?? 1);
      if (!application || !seq) continue;
      try {
        const from = { store: store(), mailer: mailer(), rulesFor, clock };
        await sendMail(from, { id: application, seq, part });
      } catch (error) {
        logger.warn("mail not sent; the sweep will send it", { application, ...described(error) });
        failures.push(dynamodb?.SequenceNumber ?? "");
      }
    }
    return {
      batchItemFailures: failures.slice(0, 1).map((itemIdentifier) => ({ itemIdentifier })),
    };
  },
);
