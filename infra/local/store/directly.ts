/**
 * The SDK's commands for items, asked of the store next door without the SDK's client, in DynamoDB's
 * own JSON.
 */
import {
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { type TableClient, tableClient } from "../../../shared/store/client.ts";
import { sendDirectly } from "../directly.ts";
import type { NextDoor } from "../loopback.ts";

const OPERATIONS = new Map<unknown, string>([
  [BatchGetItemCommand, "BatchGetItem"],
  [DeleteItemCommand, "DeleteItem"],
  [GetItemCommand, "GetItem"],
  [PutItemCommand, "PutItem"],
  [QueryCommand, "Query"],
  [TransactWriteItemsCommand, "TransactWriteItems"],
  [UpdateItemCommand, "UpdateItem"],
]);

/** A client's way to the table, shorter for what succeeds at once. */
export function tableDirectly({ client, ask }: NextDoor): TableClient {
  return sendDirectly({
    sdk: tableClient(client),
    ask,
    protocol: "DynamoDB_20120810",
    operations: OPERATIONS,
    said: (input) => inText(input) as object,
    heard: answerIn,
  });
}

function answerIn(text: string): object {
  const answer = JSON.parse(text) as object;
  return BYTES.test(text) ? inBytes(answer) : answer;
}

const BYTES = /"BS?":["[]/;

/** Bytes are base64 in JSON. */
function inText(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(inText);
  const texts: Record<string, unknown> = {};
  for (const name in value) texts[name] = inText((value as Record<string, unknown>)[name]);
  return texts;
}

/** A text in `B`, and texts in `BS`, are bytes: an attribute of such a name would hold an object. */
function inBytes<Value extends object>(value: Value): Value {
  const members = value as Record<string, unknown>;
  for (const name in members) {
    const member = members[name];
    if (typeof member === "object" && member !== null) {
      if (name === "BS" && Array.isArray(member)) members[name] = member.map(bytesIn);
      else if (!isPlain(member)) inBytes(member);
    } else if (name === "B" && typeof member === "string") members[name] = bytesIn(member);
  }
  return value;
}

/** Most values are a text or a number, in which there is nothing to look for. */
function isPlain({ S, N }: { readonly S?: unknown; readonly N?: unknown }): boolean {
  return typeof S === "string" || typeof N === "string";
}

function bytesIn(text: string): Uint8Array {
  const { buffer, byteOffset, byteLength } = Buffer.from(text, "base64");
  return new Uint8Array(buffer, byteOffset, byteLength);
}
