/**
 * How a handler runs: the one file that knows middy, events of API Gateway, and logs. A handler
 * sees a parsed request and answers, or throws a Problem; it has no try/catch of its own.
 */
import { createHash } from "node:crypto";
import middy from "@middy/core";
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from "aws-lambda";
import { type core, safeParse, strictObject } from "zod/mini";
import type { CalendarYearMissing } from "../shared/calendar/calendar.ts";
import { describeFault, unknownField } from "../shared/permit/fault-text.ts";
import { formatPointer, resolvePointer } from "../shared/permit/pointer.ts";
import { type Fault, Problem } from "../shared/problem.ts";
import { fill, type Language, preferredLanguage } from "../shared/text.ts";
import { parseBody } from "./body.ts";
import type { Caller, HttpAnswer, HttpRequest, Pool, RequestContract } from "./contract.ts";
import { logger } from "./log.ts";
import { setting } from "./settings.ts";

export { logger };

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** A handler behind a route. */
export function http<const Contract extends RequestContract>(
  contract: Contract,
  handle: (request: HttpRequest<Contract>) => Promise<HttpAnswer>,
): HttpHandler {
  return middy()
    .use({ onError: (request) => answerProblem(contract, request as Failed) })
    .handler(async (event: APIGatewayProxyEventV2) =>
      answered(await handle(parsed(contract, event))),
    ) as unknown as HttpHandler;
}

/** A handler that no person calls: the workflow, the stream, a schedule, the storage. */
export function internal<Event, Result>(
  name: string,
  handle: (event: Event, context: Context) => Promise<Result>,
): (event: Event, context: Context) => Promise<Result> {
  return middy()
    .use({
      onError: ({ error }) => {
        if (error && !(error as { expected?: boolean }).expected) {
          logger.error("function failed", { function: name, ...described(error) });
        }
      },
    })
    .handler((event: Event, context: Context) => handle(event, context)) as unknown as (
    event: Event,
    context: Context,
  ) => Promise<Result>;
}

interface Failed {
  event: APIGatewayProxyEventV2;
  error: Error | null;
  response: unknown;
}

function answerProblem(contract: RequestContract, request: Failed): void {
  const { error, event } = request;
  const problem = error instanceof Problem ? error : unforeseen(contract, error);
  request.response = {
    statusCode: problem.status,
    headers: {
      ...HEADERS,
      "content-type": "application/problem+json; charset=utf-8",
      ...(problem.status === 503 && { "retry-after": "1" }),
    },
    body: JSON.stringify(problem.document(languageOf(event))),
  } satisfies APIGatewayProxyStructuredResultV2;
}

function unforeseen(contract: RequestContract, error: Error | null): Problem {
  // By their names: a function that has no such error need not carry what throws it.
  if (error?.name === "Unavailable") return new Problem("busy");
  if (error?.name === "CalendarYearMissing") {
    const { calendarId: calendar, year } = error as CalendarYearMissing;
    logger.error("calendar missing", { calendar, year });
    return new Problem("calendar-missing", { detail: fill(NO_DATA, { year }) });
  }
  logger.error("request failed", { function: contract.name, ...described(error) });
  return new Problem("internal");
}

const NO_DATA = {
  en: "The authority has not loaded the official list of holidays of {year}. No date is guessed.",
  vi: "Cơ quan chưa nạp danh sách ngày nghỉ chính thức của năm {year}. Hệ thống không phỏng đoán ngày.",
};

/** What a log may hold of an error: its kind and place, never its message, which may quote data. */
export function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const place = error.stack
    ?.split("\n")
    .map((line) => line.trim())
    // A message may have several lines, and stands before the calls.
    .filter((line) => /^at .*:\d+:\d+\)?$/.test(line))
    .slice(0, 5);
  const cause = error.cause instanceof Error ? error.cause.name : undefined;
  return { error: error.name, ...(cause && { cause }), place };
}

const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

function answered({ status, body, headers }: HttpAnswer): APIGatewayProxyStructuredResultV2 {
  if (body instanceof Uint8Array) {
    return {
      statusCode: status,
      headers: { ...HEADERS, ...headers },
      body: Buffer.from(body).toString("base64"),
      isBase64Encoded: true,
    };
  }
  const json = body !== undefined && typeof body !== "string";
  return {
    statusCode: status,
    headers: {
      ...HEADERS,
      ...(json && { "content-type": "application/json; charset=utf-8" }),
      ...headers,
    },
    ...(body !== undefined && { body: json ? JSON.stringify(body) : (body as string) }),
  };
}

function parsed<Contract extends RequestContract>(
  contract: Contract,
  event: APIGatewayProxyEventV2,
): HttpRequest<Contract> {
  const rawBody = event.isBase64Encoded
    ? Buffer.from(event.body ?? "", "base64").toString("utf8")
    : (event.body ?? "");
  const { headers } = event;
  const key = headers["idempotency-key"];
  if (contract.idempotency === "required" && !key) throw new Problem("idempotency-key-missing");
  if (key !== undefined && !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new Problem("malformed-request", {
      detail: {
        en: "Idempotency-Key holds 1 to 128 visible ASCII characters.",
        vi: "Idempotency-Key gồm 1 đến 128 ký tự ASCII nhìn thấy được.",
      },
    });
  }
  const { method, path } = event.requestContext.http;
  const caller = contract.pool && callerOf(event, contract.pool);
  return {
    params: checked(contract.params, event.pathParameters ?? {}, "not-found"),
    query: checked(contract.query, event.queryStringParameters ?? {}, "validation-failed"),
    body: bodyOf(contract, headers, rawBody),
    caller,
    language: languageOf(event),
    ...(contract.idempotency && key !== undefined && { idempotencyKey: key }),
    digest: createHash("sha256").update(`${method} ${path}\n${rawBody}`).digest("base64url"),
    rawBody,
    headers,
  } as HttpRequest<Contract>;
}

/** A route without a body takes none; an empty object is what some clients send for that. */
function bodyOf(
  contract: RequestContract,
  headers: Readonly<Record<string, string | undefined>>,
  text: string,
): unknown {
  if (contract.rawBody) return undefined;
  if (contract.body)
    return checked(
      contract.body,
      jsonOf(headers, text, contract.maxBodyBytes),
      "validation-failed",
    );
  if (text !== "") checked(strictObject({}), jsonOf(headers, text), "validation-failed");
  return undefined;
}

function jsonOf(
  headers: Readonly<Record<string, string | undefined>>,
  text: string,
  maxBytes?: number,
): unknown {
  const mediaType = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (text === "" && mediaType === undefined) return {};
  if (mediaType !== "application/json") throw new Problem("unsupported-media-type");
  return parseBody(text, maxBytes);
}

/** An unknown path parameter is a 404: an id that cannot exist is answered as one that does not. */
function checked(
  schema: core.$ZodType | undefined,
  value: unknown,
  code: "not-found" | "validation-failed",
): unknown {
  if (!schema) {
    const unknown = code === "validation-failed" && Object.keys((value as object) ?? {});
    if (unknown && unknown.length > 0)
      throw new Problem(code, { faults: unknown.map(unknownMember) });
    return undefined;
  }
  const result = safeParse(schema, value);
  if (result.success) return result.data;
  if (code === "not-found") throw new Problem(code);
  throw new Problem(code, {
    faults: result.error.issues.flatMap((issue) => faultsOf(issue, value)),
  });
}

function faultsOf(issue: core.$ZodIssue, value: unknown): Fault[] {
  const path = issue.path.map(String);
  const members = issue.code === "unrecognized_keys" ? issue.keys : [undefined];
  return members.map((member) => {
    const pointer = formatPointer(member === undefined ? path : [...path, member]);
    return { pointer, ...describeFault(issue, resolvePointer(value, pointer)) };
  });
}

function unknownMember(name: string): Fault {
  return { pointer: formatPointer([name]), ...unknownField() };
}

/** The door's authorizer has verified the token; that it is of the route's own pool is asked again. */
function callerOf(event: APIGatewayProxyEventV2, pool: Pool): Caller {
  const { authorizer } = event.requestContext as unknown as {
    authorizer?: { jwt?: { claims?: Record<string, string> } };
  };
  const claims = authorizer?.jwt?.claims;
  const issuer = setting(pool === "applicants" ? "APPLICANTS_ISSUER" : "OFFICERS_ISSUER");
  if (!claims?.["sub"] || claims["iss"] !== issuer || claims["token_use"] !== "access") {
    throw new Problem("not-found");
  }
  return { pool, person: claims["sub"] };
}

function languageOf(event: APIGatewayProxyEventV2): Language {
  return preferredLanguage(event.headers?.["accept-language"]);
}
