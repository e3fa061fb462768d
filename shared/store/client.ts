/**
 * The table through the SDK's client, with items as they are (converted by `@aws-sdk/util-dynamodb`),
 * and DynamoDB's failures turned into the few that callers can act on. Expressions are ASCII with
 * `#names` only: a reserved word never bites.
 */
import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { UNLOGGED } from "../aws/unlogged.ts";
import type { Key } from "./table.ts";

export type Item = Record<string, unknown>;

interface Expression {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
}
interface OfKey extends Expression {
  readonly Key: Item;
}
export interface Update extends OfKey {
  readonly UpdateExpression: string;
}

/** One write of a transaction; the table's name is added where it is sent. */
export type Write =
  | { readonly Put: Expression & { readonly Item: Item } }
  | { readonly Update: Update }
  | { readonly Delete: OfKey }
  | { readonly ConditionCheck: OfKey & { readonly ConditionExpression: string } };

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
  update(update: Update): Promise<void>;
  /** Removes an item; absent is fine. */
  remove(key: Key): Promise<void>;
  /** Adds to a counter and gives its new value: never twice the same, gaps allowed. */
  next(key: Key): Promise<number>;
}

/** BatchGetItem takes 100 keys, and may answer for some of them only where it is throttled. */
export const MOST_KEYS = 100;
export const UNANSWERED_TRIES = 5;

/** What the table is asked through: the SDK's client, or a shorter way for the same commands. */
export type TableClient = Pick<DynamoDBClient, "send">;

export function tableClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  // What a call goes through is the same for each of its kind, and found once.
  return new DynamoDBClient({ logger: UNLOGGED, cacheMiddleware: true, ...config });
}

export function openTable(name: string, client: TableClient = tableClient()): Table {
  const written = <Input extends Writable>(input: Input) => inWire(input, name);
  return {
    async get(key, { consistent = true } = {}) {
      const { Item } = await answered(
        client.send(
          new GetItemCommand({
            TableName: name,
            Key: wired({ ...key }),
            ConsistentRead: consistent,
          }),
        ),
      );
      return Item && unmarshall(Item);
    },
    async getAll(wanted) {
      const items: Item[] = [];
      let left = wanted.map((key) => wired({ ...key }));
      for (let tries = 0; left.length > 0; tries++) {
        if (tries > wanted.length / MOST_KEYS + UNANSWERED_TRIES) {
          throw new Unavailable("the table leaves keys unanswered");
        }
        const Keys = left.splice(0, MOST_KEYS);
        const { Responses, UnprocessedKeys } = await answered(
          client.send(
            new BatchGetItemCommand({ RequestItems: { [name]: { Keys, ConsistentRead: true } } }),
          ),
        );
        items.push(...(Responses?.[name] ?? []).map((item) => unmarshall(item)));
        left = [...left, ...(UnprocessedKeys?.[name]?.Keys ?? [])];
      }
      return items;
    },
    async query(query) {
      const { ExclusiveStartKey, ...input } = queryInput(query);
      const { Items = [], LastEvaluatedKey } = await answered(
        client.send(
          new QueryCommand({
            ...written(input),
            ...(ExclusiveStartKey && { ExclusiveStartKey: wired(ExclusiveStartKey) }),
          }),
        ),
      );
      return {
        items: Items.map((item) => unmarshall(item)),
        ...(LastEvaluatedKey && { last: unmarshall(LastEvaluatedKey) }),
      };
    },
    async write(writes) {
      const [only, ...others] = writes;
      // A transaction costs twice what its writes do; one write needs none.
      await answered<unknown>(
        only && others.length === 0 && "Put" in only
          ? client.send(new PutItemCommand(written(only.Put)))
          : client.send(
              new TransactWriteItemsCommand({
                TransactItems: writes.map((each) => named(each, name)),
              }),
            ),
      );
    },
    async update(update) {
      await answered(client.send(new UpdateItemCommand(written(update))));
    },
    async remove(key) {
      await answered(client.send(new DeleteItemCommand(written({ Key: { ...key } }))));
    },
    async next(key) {
      const { Attributes } = await answered(
        client.send(
          new UpdateItemCommand({
            ...written({
              Key: { ...key },
              UpdateExpression: "ADD #value :one",
              ExpressionAttributeNames: { "#value": "value" },
              ExpressionAttributeValues: { ":one": 1 },
            }),
            ReturnValues: "UPDATED_NEW",
          }),
        ),
      );
      return Number(Attributes?.["value"]?.N);
    },
  };
}

type Wired = ReturnType<typeof wired>;

/** As DynamoDB writes it; what is undefined is left out. */
function wired(item: Item) {
  return marshall(item, { removeUndefinedValues: true });
}

interface Writable {
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ExpressionAttributeValues?: Item;
}

/** What is asked of the table, by its name and with values as DynamoDB writes them. */
function inWire<Input extends Writable>(input: Input, TableName: string) {
  const wire: { -readonly [Name in keyof Writable]: Wired } = {};
  for (const name of ["Item", "Key", "ExpressionAttributeValues"] as const) {
    if (input[name]) wire[name] = wired(input[name]);
  }
  return { ...input, ...wire, TableName } as Omit<Input, keyof Writable> & {
    readonly [Name in keyof Writable & keyof Input]: Wired;
  } & { readonly TableName: string };
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
function named(write: Write, TableName: string) {
  const [operation, input] = Object.entries(write)[0] as [string, Writable];
  return { [operation]: inWire(input, TableName) };
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
