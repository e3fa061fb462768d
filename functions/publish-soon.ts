/**
 * A changed status is to be in its list within the minute. The schedule that publishes lists has the
 * minute for its precision, so whoever changed a status asks the publisher to come at once; where it
 * cannot be asked, the schedule is what it was: the one that comes anyway.
 */
import { accessIn, post } from "../shared/aws/request.ts";
import { described, logger } from "./runtime.ts";
import { setting } from "./settings.ts";

/** Of the call that is only taken in: the publisher's own work is not waited for. */
const PATIENCE_MS = 2_000;

/** Lambda's asynchronous invocation: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html */
export async function publishSoon(): Promise<void> {
  try {
    const { status } = await post(accessIn(process.env, "LAMBDA"), {
      service: "lambda",
      path: `/2015-03-31/functions/${setting("PUBLISHER")}/invocations`,
      headers: { "content-type": "application/json", "x-amz-invocation-type": "Event" },
      body: "{}",
      patienceMs: PATIENCE_MS,
    });
    if (status !== 202) logger.warn("status list left to its schedule", { status });
  } catch (error) {
    logger.warn("status list left to its schedule", described(error));
  }
}
