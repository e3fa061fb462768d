import * as z from "zod";
import type { Checkout, PaymentGateway } from "../ports.ts";

const TIMEOUT_MILLISECONDS = 10_000;

const CheckoutSchema = z.object({
  id: z.string().min(1),
  url: z.url({ protocol: /^https?$/ }),
  status: z.enum(["open", "paid", "failed", "expired", "refunded"]),
  amount: z.int().nonnegative(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  reference: z.string().min(1),
});

/** The gateway gave no usable answer. `retryable`: the same call may succeed later. */
export class GatewayFailed extends Error {
  override readonly name = "GatewayFailed";
  readonly retryable: boolean;
  constructor(message: string, retryable: boolean, options?: ErrorOptions) {
    super(message, options);
    this.retryable = retryable;
  }
}

/**
 * A payment gateway over HTTP: `POST /checkouts`, `GET /checkouts/{id}`,
 * `POST /checkouts/{id}/refund`, `POST /checkouts/{id}/expire`, with an API key as bearer token. What
 * moves money carries an `Idempotency-Key` of its own checkout: repeated, it happens once.
 *
 * @param options.url of the gateway's API, without a slash at its end.
 * @throws GatewayFailed from each call: retryable when the gateway is out of reach, slow (10 s), or
 *   answers 429 or 5xx; not when it refuses the call or answers what no gateway may.
 */
export function httpGateway(options: {
  readonly url: string;
  readonly key: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly timeoutMilliseconds?: number;
}): PaymentGateway {
  const { url, key, fetch = globalThis.fetch } = options;
  const { timeoutMilliseconds = TIMEOUT_MILLISECONDS } = options;

  async function call(
    method: "GET" | "POST",
    path: string,
    { body, once }: { body?: unknown; once?: string } = {},
  ): Promise<unknown> {
    try {
      const answer = await fetch(`${url}${path}`, {
        method,
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMilliseconds),
        headers: {
          authorization: `Bearer ${key}`,
          ...(body !== undefined && { "content-type": "application/json" }),
          ...(once !== undefined && { "idempotency-key": once }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (answer.ok) return await answer.json();
      await answer.body?.cancel();
      if (answer.status === 404) return undefined;
      const retryable = answer.status === 429 || answer.status >= 500;
      throw new GatewayFailed(`The payment gateway answered ${answer.status}.`, retryable);
    } catch (error) {
      if (error instanceof GatewayFailed) throw error;
      if (error instanceof SyntaxError) {
        throw new GatewayFailed("The payment gateway answered no JSON.", false, { cause: error });
      }
      throw new GatewayFailed("The payment gateway is out of reach.", true, { cause: error });
    }
  }

  async function bring(id: string, act: "refund" | "expire", end: Checkout["status"]) {
    const path = `/checkouts/${encodeURIComponent(id)}/${act}`;
    const checkout = expect(id, read(await call("POST", path, { once: `${act}-${id}` })));
    if (checkout.status !== end) {
      throw new GatewayFailed(`The payment gateway did not ${act} the checkout.`, false);
    }
  }

  return {
    async open(order) {
      const checkout = read(await call("POST", "/checkouts", { body: order }));
      if (checkout.reference !== order.reference) {
        throw new GatewayFailed(
          "The payment gateway opened a checkout of another reference.",
          false,
        );
      }
      return checkout;
    },
    async fetch(id) {
      const answer = await call("GET", `/checkouts/${encodeURIComponent(id)}`);
      return answer === undefined ? undefined : expect(id, read(answer));
    },
    refund: (id) => bring(id, "refund", "refunded"),
    expire: (id) => bring(id, "expire", "expired"),
  };
}

function read(answer: unknown): Checkout {
  const parsed = CheckoutSchema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new GatewayFailed("The payment gateway answered no checkout.", false);
}

function expect(id: string, checkout: Checkout): Checkout {
  if (checkout.id === id) return checkout;
  throw new GatewayFailed("The payment gateway answered another checkout.", false);
}
