/** The manifest's grants, and the calls of AWS's services that need them, in the same words. */
import type { FunctionRow } from "../../../../functions/manifest.ts";

/** `table GetItem`, `index inbox`, `bucket documents:read`, `sign licences`, ... */
export type Asked = string;

export function grantsOf({ grants }: Pick<FunctionRow, "grants">): Asked[] {
  const {
    table = [],
    indexes = [],
    bucket = [],
    keys = {},
    states = [],
    mail,
    invoke = [],
  } = grants;
  return [
    ...table.map((action) => `table ${action}`),
    ...indexes.map((index) => `index ${index}`),
    ...bucket.map((grant) => `bucket ${grant}`),
    ...(keys.sign ?? []).map((purpose) => `sign ${purpose}`),
    ...(keys.read ?? []).map((purpose) => `publicKey ${purpose}`),
    ...states.map((grant) => `states ${grant}`),
    ...(mail ? ["mail"] : []),
    ...invoke.map((name) => `invoke ${name}`),
  ];
}

/** What one command of the SDK asks for. @throws Error where no grant is known for it */
export function askedBy(command: { input: object }): Asked[] {
  return askedFor(command.constructor.name.replace(/(Items?)?Command$/, ""), command.input);
}

/**
 * The same of a request that was made without the SDK; nothing of one that is not for AWS.
 * @param target its header `x-amz-target`
 */
export function askedWith(path: string, target: unknown, body: unknown): Asked[] {
  const invoked = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path)?.[1];
  if (invoked) return [`invoke ${invoked}`];
  const operation = /^DynamoDB_20120810\.(\w+)$/.exec(String(target))?.[1];
  if (operation === undefined) return [];
  return askedFor(operation.replace(/Item$/, ""), JSON.parse(String(body)));
}

function askedFor(name: string, of: object): Asked[] {
  const input = of as Record<string, unknown>;
  switch (name) {
    case "Get":
    case "BatchGet":
    case "Put":
    case "Update":
    case "Delete":
      return [`table ${name}Item`];
    case "Query":
      return [input["IndexName"] ? `index ${input["IndexName"]}` : "table Query"];
    case "TransactWrite":
      return (input["TransactItems"] as object[]).map(
        (item) => `table ${TRANSACTED[Object.keys(item)[0] ?? ""]}`,
      );
    case "GetPublicKey":
      return [`publicKey ${purposeOf(input["KeyId"])}`];
    case "Sign":
      return [`sign ${purposeOf(input["KeyId"])}`];
    case "StartExecution":
    case "DescribeExecution":
      return [`states ${name}`];
    case "SendTaskSuccess":
    case "SendTaskFailure":
      return ["states SendTask"];
    case "GetObject":
    case "HeadObject":
      return [`bucket ${placeOf(input["Key"])}:read`];
    case "PutObject":
      return [`bucket ${placeOf(input["Key"])}:put`];
    case "DeleteObject":
      return [`bucket ${placeOf(input["Key"])}:delete`];
    case "CopyObject":
      return [
        `bucket ${placeOf(String(input["CopySource"]).replace(/^[^/]*\//, ""))}:read`,
        `bucket ${placeOf(input["Key"])}:put`,
      ];
    case "SendEmail":
      return ["mail"];
    default:
      throw new Error(`no grant is known for ${name}`);
  }
}

const TRANSACTED: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
};

/** Links and forms in an answer: each was signed by its function, and is good for one object. */
export function linksIn(answer: string): Asked[] {
  if (!answer.includes("X-Amz-Signature")) return [];
  const text = answer.replaceAll("\\", "");
  const form = /"key":"([^"]+)"/.exec(text);
  if (form && text.includes('"Policy"')) return [`bucket ${placeOf(form[1])}:put`];
  const links = text.matchAll(
    /https?:\/\/[^"\s]*?\/(quarantine|documents)\/[^"\s]*X-Amz-Signature/g,
  );
  return [...links].map(([, place]) => `bucket ${place}:read`);
}

function placeOf(key: unknown): string {
  return String(key).split("/")[0] ?? "";
}

/** By the alias; a key that is asked by its ARN was asked by its alias before. */
const purposes = new Map<string, string>();

function purposeOf(keyId: unknown): string {
  const id = String(keyId);
  const named = /^alias\/.*-(licences|status-lists)$/.exec(id)?.[1];
  return named ?? purposes.get(id) ?? "of a key that was not asked for by its alias";
}

/** Remembers which key an alias was resolved to. */
export function rememberKey(input: { KeyId?: unknown }, answer: unknown): void {
  const { KeyId } = (answer ?? {}) as { KeyId?: unknown };
  if (KeyId !== undefined) purposes.set(String(KeyId), purposeOf(input.KeyId));
}
