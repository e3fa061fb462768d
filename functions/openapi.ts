/** This API as OpenAPI 3.1: from the route table and the permits' own schemas. Pure. */
import * as z from "zod";
import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import { annotate, answersSchema } from "../shared/permit/answers.ts";
import { PROBLEMS, type ProblemCode } from "../shared/problem.ts";
import { permits } from "../workflows/registry.ts";
import type { HttpContract } from "./contract.ts";
import { FUNCTIONS } from "./manifest.ts";

const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    retryable: z.boolean(),
    detail: z.string().optional(),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().meta({ description: "JSON Pointer (RFC 6901) to the fault." }),
          code: z.string(),
          detail: z.string(),
          label: z.string().optional(),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem document" });

export function openapi(): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { route } of FUNCTIONS) {
    if (!route) continue;
    const { path, method } = route;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(route) };
  }
  const words = {
    override: ({ jsonSchema }: { jsonSchema: object }) =>
      annotate(jsonSchema as Record<string, unknown>, "en"),
  };
  const document = createDocument(
    {
      openapi: "3.1.1",
      info: {
        title: "Licentia",
        version: "1",
        description:
          "Online licensing: applicants request permits, officers act on tasks, anybody verifies licences.",
      },
      paths: paths as ZodOpenApiPathsObject,
      components: {
        securitySchemes: {
          applicants: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
          officers: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        },
      },
    },
    words,
  );
  const answers = permits.map((permit) => [
    `Answers.${permit.id}.v${permit.version}`,
    answersSchema(permit),
  ]);
  const schemas = { ...document.components?.schemas, ...Object.fromEntries(answers) };
  return { ...document, components: { ...document.components, schemas } };
}

function operation(route: HttpContract): object {
  const { answer } = route;
  const mediaType = answer.mediaType ?? "application/json";
  const content = answer.body
    ? { [mediaType]: { schema: answer.body } }
    : answer.mediaType && { [mediaType]: { schema: z.string() } };
  return {
    operationId: route.name,
    summary: route.summary,
    tags: [route.pool ?? "public"],
    ...(route.pool && { security: [{ [route.pool]: [] }] }),
    requestParams: {
      ...(route.params && { path: route.params }),
      ...(route.query && { query: route.query }),
      ...(route.idempotency && { header: idempotencyHeader(route.idempotency === "required") }),
    },
    ...(route.body && {
      requestBody: { required: true, content: { "application/json": { schema: route.body } } },
    }),
    responses: {
      [answer.status]: { description: answer.description, ...(content && { content }) },
      ...problemResponses(route),
    },
  };
}

function idempotencyHeader(required: boolean) {
  const key = z.string().min(1).max(128).meta({
    description: "The same key with the same request gives the same answer; with another, 409.",
  });
  return z.object({ "Idempotency-Key": required ? key : key.optional() });
}

/** The problems that a route may answer, by status; what every route may answer stands with them. */
function problemResponses(route: HttpContract): Record<string, object> {
  // A member that the route does not know is a fault, be it of the query or of the body.
  const every: ProblemCode[] = ["internal", "busy", "validation-failed"];
  if (route.method !== "GET")
    every.push("malformed-json", "body-too-large", "unsupported-media-type");
  const codes = [...new Set<ProblemCode>([...route.problems, ...every])];
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))].sort();
  const responses = statuses.map((status) => {
    const said = codes.filter((code) => PROBLEMS[code].status === status);
    const content = { "application/problem+json": { schema: problem } };
    return [String(status), { description: said.join(", "), content }];
  });
  return Object.fromEntries([
    ...responses,
    ...(route.pool ? [["401", { description: "No valid token of this pool" }]] : []),
  ]);
}
