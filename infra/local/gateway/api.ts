import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { BodyTooLarge, readBody, sendJson } from "../body.ts";
import { type Checkouts, type Order, OrderSchema, type StoredCheckout } from "./checkouts.ts";

const MAX_ORDER_BYTES = 16 * 1024;

/** The gateway's API for merchants; every call carries the merchant's key as a bearer token. */
export async function answerMerchant(options: {
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  key: string;
  checkouts: Checkouts;
  onDisk: () => Promise<void>;
  payUrl: (id: string) => string;
  /** Called when something was handed over for delivery. */
  onEvent: () => void;
}): Promise<void> {
  const { request, response, path, key, checkouts, onDisk, payUrl, onEvent } = options;
  const answer = (checkout: StoredCheckout) =>
    sendJson(response, 200, {
      ...checkout,
      order: undefined,
      url: payUrl(checkout.id),
      status: checkout.status === "awaited" ? "open" : checkout.status,
    });
  const refuse = (status: number, error: string) => sendJson(response, status, { error });

  if (!hasKey(request, key)) return refuse(401, "The API key is missing or wrong.");
  if (path === "/checkouts") {
    if (request.method !== "POST") return refuse(405, "Checkouts are opened with POST.");
    const read = await readOrder(request);
    if ("fault" in read) return refuse(read.status, read.fault);
    const checkout = checkouts.open(read.order);
    await onDisk();
    return checkout ? answer(checkout) : refuse(409, "The reference was used for another order.");
  }

  const [, id = "", act] = /^\/checkouts\/([\w-]+)(?:\/(refund|expire))?$/.exec(path) ?? [];
  const checkout = checkouts.find(id);
  if (!checkout) return refuse(404, "There is no such checkout.");
  if (request.method !== (act ? "POST" : "GET")) return refuse(405, "Not with this method.");
  if (!act) return answer(checkout);
  if (request.headers["idempotency-key"] === undefined) {
    return refuse(400, "What moves money needs an Idempotency-Key.");
  }
  const after = checkouts[act as "refund" | "expire"](checkout.id);
  if (!after) return refuse(409, `The checkout is ${checkout.status}: it cannot ${act}.`);
  await onDisk();
  answer(after);
  onEvent();
}

type ReadOrder = { readonly order: Order } | { readonly status: number; readonly fault: string };

async function readOrder(request: IncomingMessage): Promise<ReadOrder> {
  try {
    const body = await readBody(request, MAX_ORDER_BYTES);
    const { data, error } = OrderSchema.safeParse(JSON.parse(body.toString("utf8")));
    return data ? { order: data } : { status: 400, fault: error.issues[0]?.message ?? "Invalid." };
  } catch (error) {
    if (error instanceof BodyTooLarge) return { status: 413, fault: error.message };
    if (error instanceof SyntaxError) return { status: 400, fault: "The body is no JSON." };
    throw error;
  }
}

function hasKey(request: IncomingMessage, key: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ""), digest(`Bearer ${key}`));
}
