/**
 * The table through `@aws-sdk/lib-dynamodb`, with DynamoDB's failures turned into the few that
 * callers can act on. Expressions are ASCII with `#names` only: a reserved word never bites.
 */
import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { UNLOGGED } from "../aws/unlogged.ts";
import type { Key } from "./table.ts";

export type Item = Record<string, unknown>;
type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];
type Operation = "Put" | "Update" | "Delete" | "ConditionCheck";

/** One write of a transaction; the table's name is added where it is sent. */
export type Write = {
  [Each in Operation]: Record<Each, Omit<NonNullable<TransactItem[Each]>, "TableName">>;
}[Operation];

/** A condition of a write did not hold. `failed` are the positions of the writes whose did not. */
export class ConditionFailed extends Error {
  override readonly name = "ConditionFailed";
  readonly failed: readonly number[];

  constructor(failed: readonly number[]) {
    super("a condition of the write did not hold");
    this.failed = failed;
  }
}

/** Another transaction was writing the same items: nothing was written; decide again. */
export class WriteConflict extends Error {
  override readonly name = "WriteConflict";
}

/** The table does not answer, or is throttled. State machines retry this name. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}

export interface Page {
  readonly items: readonly Item[];
  readonly last?: Item;
}

export interface Query {
  readonly index?: string;
  readonly partition: readonly [name: string, value: string];
  readonly sort?:
    | { readonly name: string; readonly prefix: string }
    | { readonly name: string; readonly atMost: number };
  readonly limit?: number;
  readonly after?: Item;
  readonly backwards?: boolean;
  readonly consistent?: boolean;
}

/** What is asked of the table by who only reads. */
export interface TableReader {
  get(key: Key, options?: { readonly consistent?: boolean }): Promise<Item | undefined>;
  /** The items of these keys, those that are there, in no order. */
  getAll(keys: readonly Key[]): Promise<Item[]>;
  query(query: Query): Promise<Page>;
}

/** The few operations that the store's parts are made of. */
export interface Table extends TableReader {
  /** All or nothing. Throws ConditionFailed or WriteConflict. */
  write(writes: readonly Write[]): Promise<void>;
  /** Changes one item. Throws ConditionFailed. */
  update(update: Omit<UpdateCommandInput, "TableName">): Promise<void>;
  /** Removes an item; absent is fine. */
  remove(key: Key): Promise<void>;
  /** Adds to a counter and gives its new value: never twice the same, gaps allowed. */
  next(key: Key): Promise<number>;
}

/** BatchGetItem takes 100 keys, and may answer for some of them only where it is throttled. */
export const MOST_KEYS = 100;
export const UNANSWERED_TRIES = 5;

export function openTable(name: string, config: DynamoDBClientConfig = {}): Table {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ logger: UNLOGGED, ...config }), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return {
    async get(key, { consistent = true } = {}) {
      const { Item } = await answered(
        client.send(
          new GetCommand({ TableName: name, Key: { ...key }, ConsistentRead: consistent }),
        ),
      );
      return Item;
    },
    async getAll(wanted) {
      const items: Item[] = [];
      let left = wanted.map((key): Item => ({ ...key }));
      for (let tries = 0; left.length > 0; tries++) {
        if (tries > wanted.length / MOST_KEYS + UNANSWERED_TRIES) {
          throw new Unavailable("the table leaves keys unanswered");
        }
        const Keys = left.splice(0, MOST_KEYS);
        const { Responses, UnprocessedKeys } = await answered(
          client.send(
            new BatchGetCommand({ RequestItems: { [name]: { Keys, ConsistentRead: true } } }),
          ),
        );
        items.push(...(Responses?.[name] ?? []));
        left = [...left, ...(UnprocessedKeys?.[name]?.Keys ?? [])];
      }
      return items;
    },
    async query(query) {
      const { Items = [], LastEvaluatedKey } = await answered(
        client.send(new QueryCommand({ TableName: name, ...queryInput(query) })),
      );
      return { items: Items, ...(LastEvaluatedKey && { last: LastEvaluatedKey }) };
    },
    async write(writes) {
      const [only, ...others] = writes;
      // A transaction costs twice what its writes do; one write needs none.
      await answered<unknown>(
        only && others.length === 0 && "Put" in only
          ? client.send(new PutCommand({ ...only.Put, TableName: name }))
          : client.send(
              new TransactWriteCommand({ TransactItems: writes.map((each) => named(each, name)) }),
            ),
      );
    },
    async update(update) {
      await answered(client.send(new UpdateCommand({ ...update, TableName: name })));
    },
    async remove(key) {
      await answered(client.send(new DeleteCommand({ TableName: name, Key: { ...key } })));
    },
    async next(key) {
      const { Attributes } = await answered(
        client.send(
          new UpdateCommand({
            TableName: name,
            Key: { ...key },
            UpdateExpression: "ADD #value :one",
            ExpressionAttributeNames: { "#value": "value" },
            ExpressionAttributeValues: { ":one": 1 },
            ReturnValues: "UPDATED_NEW",
          }),
        ),
      );
      return Number(Attributes?.["value"]);
    },
  };
}

/** A query as DynamoDB takes it, but for its values, which are plain, and the table's name. */
export function queryInput(query: Query) {
  const { index, partition, sort, limit, after, backwards, consistent } = query;
  const condition = !sort
    ? ""
    : "prefix" in sort
      ? " AND begins_with(#sort, :sort)"
      : " AND #sort <= :sort";
  return {
    ...(index && { IndexName: index }),
    KeyConditionExpression: `#partition = :partition${condition}`,
    ExpressionAttributeNames: { "#partition": partition[0], ...(sort && { "#sort": sort.name }) },
    ExpressionAttributeValues: {
      ":partition": partition[1],
      ...(sort && { ":sort": "prefix" in sort ? sort.prefix : sort.atMost }),
    },
    ...(limit !== undefined && { Limit: limit }),
    ...(after && { ExclusiveStartKey: after }),
    ...(backwards && { ScanIndexForward: false }),
    ...(consistent && !index && { ConsistentRead: true }),
  };
}

/** Writes are built without the table's name, which only this module knows. */
function named(write: Write, TableName: string): TransactItem {
  const [operation, input] = Object.entries(write)[0] as [string, object];
  return { [operation]: { ...input, TableName } };
}

/** Puts an item; with `onlyNew`, only where none is. */
export function put(item: Item & Key, { onlyNew = false } = {}): Write {
  return { Put: { Item: item, ...(onlyNew && ABSENT) } };
}

/** Holds the write to an item that must exist, or must not. */
export function check(key: Key, presence: "present" | "absent"): Write {
  return { ConditionCheck: { Key: { ...key }, ...(presence === "present" ? PRESENT : ABSENT) } };
}

const ABSENT = {
  ConditionExpression: "attribute_not_exists(#pk)",
  ExpressionAttributeNames: { "#pk": "pk" },
};
const PRESENT = {
  ConditionExpression: "attribute_exists(#pk)",
  ExpressionAttributeNames: { "#pk": "pk" },
};

export const BUSY: ReadonlySet<string> = new Set([
  "ProvisionedThroughputExceededException",
  "ProvisionedThroughputExceeded",
  "ThrottlingException",
  "ThrottlingError",
  "TransactionInProgressException",
  "RequestLimitExceeded",
  "InternalServerError",
  "ServiceUnavailable",
  "TimeoutError",
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
]);

async function answered<Output>(output: Promise<Output>): Promise<Output> {
  try {
    return await output;
  } catch (error) {
    throw translated(error);
  }
}

/** DynamoDB's failure as one of ours; anything unforeseen stays what it is. */
export function translated(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "TransactionConflictException") {
    return new WriteConflict(error.message);
  }
  if (error.name === "TransactionCanceledException") {
    const reasons = (error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons;
    const codes = reasons?.map(({ Code }) => Code) ?? [];
    const failed = codes.flatMap((code, at) => (code === "ConditionalCheckFailed" ? [at] : []));
    if (failed.length > 0) return new ConditionFailed(failed);
    if (codes.includes("TransactionConflict")) return new WriteConflict(error.message);
    if (codes.some((code) => code && BUSY.has(code))) return new Unavailable(error.message);
    return error;
  }
  if (error.name === "ConditionalCheckFailedException") return new ConditionFailed([0]);
  const code = (error as { code?: string }).code;
  return BUSY.has(error.name) || (code && BUSY.has(code)) ? new Unavailable(error.message) : error;
}
