/** The table's stream: a mail that is owed is sent at once. */
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { sendMail } from "../mail.ts";
import { described, internal, logger } from "../runtime.ts";
import { clock, mailer, rulesFor, store } from "../wiring.ts";

/** As many as the sweep sends; a mail that the service refuses for now, it sends later. */
const AT_ONCE = 8;

interface Owed {
  readonly application: string;
  readonly seq: number;
  readonly part: number;
  readonly record: DynamoDBRecord;
}

export const handler = internal(
  "send-mails",
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed = new Set<DynamoDBRecord>();
    const files = [...Map.groupBy(event.Records.flatMap(owedIn), (mail) => mail.application)];
    const sendByFile = async () => {
      for (let file = files.shift(); file; file = files.shift()) {
        // One after the other: who gets several of one file reads them in their order.
        for (const mail of file[1]) if (!(await send(mail))) failed.add(mail.record);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sendByFile));
    return {
      batchItemFailures: event.Records.filter((record) => failed.has(record))
        .slice(0, 1)
        .map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? "" })),
    };
  },
);

function owedIn(record: DynamoDBRecord): Owed[] {
  const image = record.dynamodb?.NewImage;
  const application = image?.["application"]?.S;
  const seq = Number(image?.["seq"]?.N);
  const part = Number(image?.["part"]?.N ?? 1);
  return application && seq ? [{ application, seq, part, record }] : [];
}

/** False where it could not be sent. */
async function send({ application, seq, part }: Owed): Promise<boolean> {
  try {
    const from = { store: store(), mailer: mailer(), rulesFor, clock };
    await sendMail(from, { id: application, seq, part });
    return true;
  } catch (error) {
    logger.warn("mail not sent; the sweep will send it", { application, ...described(error) });
    return false;
  }
}
