/** The payment gateway's route. It proves itself by a signature over the body's bytes. */
import * as z from "zod";
import type { HttpContract } from "../contract.ts";

export const receivePayment = {
  name: "receive-payment",
  method: "POST",
  path: "/payments/webhook",
  summary: "The gateway tells that something happened to a checkout",
  rawBody: true,
  answer: {
    status: 200,
    description: "Taken note of",
    body: z.strictObject({ received: z.boolean() }),
  },
  problems: ["webhook-refused", "busy"],
} as const satisfies HttpContract;
