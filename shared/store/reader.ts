/**
 * The table for a function that only reads, and is to be loaded in no time: DynamoDB's own protocol
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html)
 * over plain HTTP, where the SDK would be most of the bundle.
 */
import { type Access, post } from "../aws/request.ts";
import { type Attributes, fromAttributes, toAttributes } from "./attributes.ts";
import {
  BUSY,
  type Item,
  MOST_KEYS,
  type Page,
  queryInput,
  type TableReader,
  UNANSWERED_TRIES,
  Unavailable,
} from "./client.ts";

const TRIES = 3;
const FIRST_WAIT_MS = 50;
/** Of one try. A read takes milliseconds; one that takes a second is better asked again. */
const PATIENCE_MS = 1_000;

type Wait = (milliseconds: number) => Promise<unknown>;
const sleep: Wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * @param wait before a failed try is repeated, up to so many milliseconds
 * @returns what throws `Unavailable` where the table is out of reach, or throttled, three times
 */
export function openReader(name: string, access: Access, wait: Wait = jittered): TableReader {
  const ask = async (operation: string, input: object): Promise<Answer> => {
    for (let tries = 1; ; tries++) {
      try {
        return await asked(access, operation, JSON.stringify(input));
      } catch (error) {
        if (!(error instanceof Unavailable) || tries === TRIES) throw error;
        await wait(FIRST_WAIT_MS * 2 ** tries);
      }
    }
  };
  return {
    async get({ pk, sk }, { consistent = true } = {}) {
      const Key = toAttributes({ pk, sk });
      const { Item } = await ask("GetItem", { TableName: name, Key, ConsistentRead: consistent });
      return Item && fromAttributes(Item);
    },
    async getAll(wanted) {
      const items: Item[] = [];
      let left = wanted.map(({ pk, sk }) => toAttributes({ pk, sk }));
      for (let tries = 0; left.length > 0; tries++) {
        if (tries > wanted.length / MOST_KEYS + UNANSWERED_TRIES) {
          throw new Unavailable("the table leaves keys unanswered");
        }
        const Keys = left.splice(0, MOST_KEYS);
        const RequestItems = { [name]: { Keys, ConsistentRead: true } };
        const { Responses, UnprocessedKeys } = await ask("BatchGetItem", { RequestItems });
        items.push(...(Responses?.[name] ?? []).map(fromAttributes));
        left = [...left, ...(UnprocessedKeys?.[name]?.Keys ?? [])];
      }
      return items;
    },
    async query(query): Promise<Page> {
      const { ExpressionAttributeValues, ExclusiveStartKey, ...input } = queryInput(query);
      const { Items = [], LastEvaluatedKey } = await ask("Query", {
        TableName: name,
        ...input,
        ExpressionAttributeValues: toAttributes(ExpressionAttributeValues),
        ...(ExclusiveStartKey && { ExclusiveStartKey: toAttributes(ExclusiveStartKey) }),
      });
      return {
        items: Items.map(fromAttributes),
        ...(LastEvaluatedKey && { last: fromAttributes(LastEvaluatedKey) }),
      };
    },
  };
}

interface Answer {
  readonly Item?: Attributes;
  readonly Items?: readonly Attributes[];
  readonly LastEvaluatedKey?: Attributes;
  readonly Responses?: Readonly<Record<string, readonly Attributes[]>>;
  readonly UnprocessedKeys?: Readonly<Record<string, { readonly Keys?: readonly Attributes[] }>>;
}

/** @throws Unavailable where another try may fare better */
async function asked(access: Access, operation: string, body: string): Promise<Answer> {
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": `DynamoDB_20120810.${operation}`,
  };
  // Out of reach, cut off, or too slow: all of them are thrown.
  const unreached = (error: unknown): never => {
    throw new Unavailable(error instanceof Error ? error.name : "unreached");
  };
  const request = {
    service: "dynamodb",
    path: "/",
    headers,
    body,
    patienceMs: PATIENCE_MS,
  } as const;
  const { status, text } = await post(access, request).catch(unreached);
  if (status === 200) return JSON.parse(text) as Answer;
  const fault = faultIn(text);
  if (status >= 500 || BUSY.has(fault)) throw new Unavailable(fault);
  throw Object.assign(new Error(`the table answers ${fault} to ${operation}`), { name: fault });
}

/** The name of DynamoDB's fault: `com.amazonaws.dynamodb.v20120810#ThrottlingException`, without what is before it. */
function faultIn(text: string): string {
  try {
    const { __type } = JSON.parse(text) as { __type?: string };
    return __type?.split("#").at(-1) || "UnknownError";
  } catch {
    return "UnknownError";
  }
}

/** Full jitter: those who failed together do not come again together. */
function jittered(most: number): Promise<unknown> {
  return sleep(Math.random() * most);
}
