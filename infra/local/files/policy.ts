import * as z from "zod";
import { ALGORITHM, signText } from "../../../shared/aws/signature.ts";
import { type Check, parseCredential, sameSignature } from "../signed-request.ts";
import { FileFault } from "./fault.ts";

const PolicySchema = z.strictObject({
  expiration: z.iso.datetime(),
  conditions: z.array(
    z.union([
      z.tuple([z.literal("content-length-range"), z.int().nonnegative(), z.int().nonnegative()]),
      z.tuple([z.enum(["eq", "starts-with"]), z.string().startsWith("$"), z.string()]),
      z.record(z.string(), z.string()).refine((one) => Object.keys(one).length === 1),
    ]),
  ),
});

type Condition = z.infer<typeof PolicySchema>["conditions"][number];

/** Fields that a form carries without a condition of its own. */
const UNCONDITIONED = ["policy", "x-amz-signature", "file"];

/** How many bytes a form's file may have. */
export interface SizeRange {
  readonly least: number;
  readonly most: number;
}

/**
 * Decides whether a form may upload: its policy is signed and in force, each condition holds, and
 * no field stands there without a condition
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html).
 *
 * @param fields by lower-case name; `bucket` is where the form was really posted.
 * @throws FileFault `AccessDenied`, `InvalidPolicyDocument` and what a signature can lack.
 */
export function checkForm(fields: ReadonlyMap<string, string>, check: Check): SizeRange {
  const field = (name: string) => fields.get(name) ?? "";
  const scope = parseCredential(field("x-amz-credential"), field("x-amz-date"), check);
  if (field("x-amz-algorithm") !== ALGORITHM) throw new FileFault("AccessDenied");
  if (typeof scope === "string") throw new FileFault(scope);
  const signature = signText(field("policy"), scope, check.credentials.secretAccessKey);
  if (!sameSignature(signature, field("x-amz-signature"))) {
    throw new FileFault("SignatureDoesNotMatch");
  }

  const policy = parsePolicy(field("policy"));
  if (check.now > Date.parse(policy.expiration)) denied("Policy expired.");
  for (const condition of policy.conditions) checkCondition(condition, field);
  const covered = new Set(policy.conditions.map(fieldOf));
  for (const name of fields.keys()) {
    if (UNCONDITIONED.includes(name) || name.startsWith("x-ignore-")) continue;
    if (!covered.has(name)) denied(`Extra input field: ${name}`);
  }
  return sizeRange(policy.conditions);
}

function parsePolicy(encoded: string): z.infer<typeof PolicySchema> {
  try {
    return PolicySchema.parse(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
  } catch {
    throw new FileFault("InvalidPolicyDocument");
  }
}

/** The lower-case name of the field a condition is about, or undefined for the size. */
function fieldOf(condition: Condition): string | undefined {
  if (!Array.isArray(condition)) return Object.keys(condition)[0]?.toLowerCase();
  return condition[0] === "content-length-range" ? undefined : condition[1].slice(1).toLowerCase();
}

function checkCondition(condition: Condition, field: (name: string) => string): void {
  const name = fieldOf(condition);
  if (name === undefined) return;
  const given = field(name);
  const [operator, wanted] = Array.isArray(condition)
    ? [condition[0], String(condition[2])]
    : ["eq", Object.values(condition)[0] ?? ""];
  const holds = operator === "starts-with" ? given.startsWith(wanted) : given === wanted;
  if (!holds)
    denied(`Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`);
}

/** Several ranges all hold; without one, S3's own limit for a single upload does: 5 GiB. */
function sizeRange(conditions: readonly Condition[]): SizeRange {
  const ranges = conditions.filter(
    (condition) => Array.isArray(condition) && condition[0] === "content-length-range",
  ) as [string, number, number][];
  return {
    least: Math.max(0, ...ranges.map(([, least]) => least)),
    most: Math.min(5 * 2 ** 30, ...ranges.map(([, , most]) => most)),
  };
}

function denied(detail: string): never {
  throw new FileFault("AccessDenied", detail);
}
