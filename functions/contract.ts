/** What one route promises: its shape, who may call it, what it answers. The manifest lists them. */
import type * as z from "zod";
import type { Action } from "../shared/access.ts";
import type { ProblemCode } from "../shared/problem.ts";
import type { Language } from "../shared/text.ts";

/** The identity pools. A route without one needs no account. */
export type Pool = "applicants" | "officers";

/** What a route takes: all that its function needs to know of it. */
export interface RequestContract {
  readonly name: Action;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** As API Gateway writes it: `/applications/{application}`. */
  readonly path: string;
  readonly pool?: Pool;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.core.$ZodType;
  /** Where a body may be longer than others: see `LIMITS`. */
  readonly maxBodyBytes?: number;
  /** The body as it came, for a signature over its bytes; nothing is parsed. */
  readonly rawBody?: boolean;
  readonly idempotency?: "required" | "accepted";
}

/** What a route takes and promises. */
export interface HttpContract extends RequestContract {
  readonly summary: string;
  readonly answer: {
    readonly status: 200 | 201 | 202 | 204;
    readonly description: string;
    readonly body?: z.ZodType;
    readonly mediaType?: string;
  };
  readonly problems: readonly ProblemCode[];
}

/** Who is calling, as the door's authorizer vouches for it. */
export interface Caller {
  readonly pool: Pool;
  /** The identity's `sub`. */
  readonly person: string;
}

type Parsed<Schema> = Schema extends z.core.$ZodType ? z.output<Schema> : undefined;

export interface HttpRequest<Contract extends RequestContract = RequestContract> {
  readonly params: Parsed<Contract["params"]>;
  readonly query: Parsed<Contract["query"]>;
  readonly body: Parsed<Contract["body"]>;
  /** Who calls; only a route with a pool has one. */
  readonly caller: Contract["pool"] extends Pool ? Caller : undefined;
  readonly language: Language;
  /** The client's `Idempotency-Key`, where the route takes one. */
  readonly idempotencyKey?: string;
  /** Digest of method, path and body: what an idempotency key stands for. */
  readonly digest: string;
  readonly rawBody: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What a route answers. */
export interface HttpAnswer {
  readonly status: number;
  /** An object is sent as JSON; a text, and bytes, as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
