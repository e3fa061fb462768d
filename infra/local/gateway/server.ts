import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import {
  type PaymentEvent,
  SIGNATURE_HEADER,
  signWebhook,
} from "../../../shared/payment/webhook.ts";
import { BodyTooLarge, readBody, sendJson } from "../body.ts";
import { openForcedDatabase } from "../database.ts";
import { below, type Mount } from "../mount.ts";
import { type Backoff, openQueue, QUEUE_SCHEMA } from "../queue.ts";
import { answerMerchant } from "./api.ts";
import { CHECKOUT_SCHEMA, openCheckouts } from "./checkouts.ts";
import { isOutcome, OUTCOMES, type Outcome } from "./outcome.ts";
import { sendPayFault, sendPayPage } from "./pay-page.ts";

const MAX_FORM_BYTES = 4096;
const DELIVERY_TIMEOUT = 10_000;
const BACKOFF: Backoff = { first: 1000, most: 60_000 };
const LATE_SECONDS = 10;
const MAX_LATE_SECONDS = 86_400;

type Work =
  | { readonly kind: "webhook"; readonly event: PaymentEvent }
  | { readonly kind: "settle"; readonly checkout: string; readonly outcome: Outcome };

/**
 * The sandbox payment gateway, to be mounted at `url`: the merchant's API under `/checkouts`, the
 * page to pay at under `/pay/{id}`. An outcome can be given without a browser:
 * `curl -X POST <url>/pay/<id> -d outcome=paid`.
 *
 * Webhooks are signed, and repeated until they are answered 2xx, also across a crash. A reference
 * has one checkout at a time; only after one that failed, expired or was refunded it can have
 * another.
 *
 * @param options.url absolute, where the gateway is mounted, without a slash at its end.
 * @param options.folder of its own within the data folder.
 * @param options.key that merchants authenticate with.
 * @param options.webhook where events go, and the secret that signs them.
 */
export async function openGateway(options: {
  url: string;
  folder: string;
  key: string;
  webhook: { url: string; secret: string };
  now?: () => number;
  backoff?: Backoff;
  onFailure?: (error: unknown) => void;
}): Promise<Mount> {
  const { url, folder, key, webhook, now = Date.now, backoff = BACKOFF, onFailure } = options;
  const schema = CHECKOUT_SCHEMA + QUEUE_SCHEMA;
  const { database, onDisk, close } = openForcedDatabase(join(folder, "gateway.db"), schema);
  const queue = openQueue<Work>({
    database,
    now,
    backoff,
    ...(onFailure && { onFailure }),
    work: async (work, signal) => {
      if (work.kind === "webhook") return deliver(webhook, work.event, now(), signal);
      checkouts.settle(work.checkout, work.outcome);
      await onDisk();
      void queue.wake();
    },
  });
  const checkouts = openCheckouts(database, now, (event) => queue.add({ kind: "webhook", event }));
  void queue.wake();

  async function pay(request: IncomingMessage, response: ServerResponse, id: string) {
    const checkout = checkouts.find(id);
    if (!checkout) return sendPayFault(response, 404, "There is no such checkout.");
    if (request.method !== "POST") return sendPayPage(response, checkout);

    const form = new URLSearchParams((await readBody(request, MAX_FORM_BYTES)).toString("utf8"));
    const outcome = form.get("outcome") ?? "";
    const seconds = Number(form.get("seconds") ?? LATE_SECONDS);
    if (!isOutcome(outcome) || !(seconds >= 0 && seconds <= MAX_LATE_SECONDS)) {
      return sendPayFault(response, 400, `The outcomes are: ${Object.keys(OUTCOMES).join(", ")}.`);
    }
    const { when } = OUTCOMES[outcome];
    const late = { kind: "settle", checkout: id, outcome } as const;
    const taken =
      when === "later"
        ? checkouts.await(id, () => queue.add(late, seconds * 1000))
        : checkouts.settle(id, outcome);
    if (!taken) {
      return sendPayFault(response, 409, `This checkout is already ${checkout.status}.`);
    }
    await onDisk();
    if (when === "before-redirect") await queue.wake();
    else response.on("close", () => void queue.wake());
    response.writeHead(303, { location: checkout.order.returnUrl, "content-type": "text/plain" });
    response.end(`Back to ${checkout.order.returnUrl}\n`);
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const path = below(url, request)?.path ?? "/";
    const [, id] = /^\/pay\/([\w-]+)$/.exec(path) ?? [];
    if (id !== undefined) return pay(request, response, id);
    await answerMerchant({
      request,
      response,
      path,
      key,
      checkouts,
      onDisk,
      payUrl: (checkout) => `${url}/pay/${checkout}`,
      onEvent: () => void queue.wake(),
    });
  }

  return {
    listener(request, response) {
      answer(request, response).catch((error) => {
        if (response.headersSent) return response.end();
        const status = error instanceof BodyTooLarge ? 413 : 500;
        sendJson(response, status, { error: "The request could not be read." });
      });
    },
    async close() {
      await queue.close();
      await close();
    },
  };
}

/** Sends one event; a fresh signature each time, because its time is part of what is signed. */
async function deliver(
  webhook: { url: string; secret: string },
  event: PaymentEvent,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const rawBody = Buffer.from(JSON.stringify(event));
  const answer = await fetch(webhook.url, {
    method: "POST",
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(DELIVERY_TIMEOUT)]),
    headers: {
      "content-type": "application/json",
      [SIGNATURE_HEADER]: signWebhook({ rawBody, secret: webhook.secret, now }),
    },
    body: rawBody,
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`The webhook was answered ${answer.status}.`);
}
