import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readBody } from "../../../../infra/local/body.ts";
import {
  type PaymentEvent,
  SIGNATURE_HEADER,
  verifyWebhook,
} from "../../../../shared/payment/webhook.ts";

export const WEBHOOK_SECRET = "whsec-test";

/** A merchant's webhook that believes nothing unsigned and remembers what it was told, in order. */
export interface Merchant {
  readonly url: string;
  readonly heard: readonly PaymentEvent[];
  /** What the next deliveries are answered, one each; then 204. */
  readonly answers: number[];
  /** Settles when that many deliveries have been answered, well or not. */
  deliveries(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function openMerchant(): Promise<Merchant> {
  const heard: PaymentEvent[] = [];
  const answers: number[] = [];
  let answered = 0;
  const waiting: { count: number; resolve: () => void }[] = [];

  const server = createServer(async (request, response) => {
    const verdict = verifyWebhook({
      header: request.headers[SIGNATURE_HEADER] as string | undefined,
      rawBody: await readBody(request, 10_000),
      secrets: [WEBHOOK_SECRET],
      now: Date.now(),
    });
    const status = "ok" in verdict ? (answers.shift() ?? 204) : 400;
    if ("ok" in verdict && status < 300) heard.push(verdict.ok);
    response.writeHead(status).end();
    answered++;
    for (const { count, resolve } of waiting) if (answered >= count) resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    heard,
    answers,
    deliveries: (count) =>
      answered >= count
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push({ count, resolve });
          }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
