/**
 * The table for a function that only reads, and is to be loaded in no time: DynamoDB's own protocol
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html)
 * over `fetch`, where the SDK would be most of the bundle. It finds the endpoint, the region and the
 * credentials in the variables that the SDK reads.
 */
import { createHash } from "node:crypto";
import {
  ALGORITHM,
  amzDate,
  type Credentials,
  scopeText,
  signedHeaders,
  signRequest,
} from "../aws/signature.ts";
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

export interface Access {
  /** Of the region's own DynamoDB, where it is not given. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  readonly credentials: Credentials;
}

/** What the SDK would find in the environment of a function. */
export function accessIn(environment: Readonly<Record<string, string | undefined>>): Access {
  const { AWS_REGION = "", AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = environment;
  return {
    endpoint: environment["AWS_ENDPOINT_URL_DYNAMODB"] || environment["AWS_ENDPOINT_URL"],
    region: AWS_REGION,
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      sessionToken: environment["AWS_SESSION_TOKEN"],
    },
  };
}

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
  const { endpoint = endpointOf(access.region) } = access;
  const headers = signed(access, new URL(endpoint).host, operation, body);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  // Out of reach, cut off, or too slow: all of them are thrown.
  const unreached = (error: unknown): never => {
    throw new Unavailable(error instanceof Error ? error.name : "unreached");
  };
  const sent = { method: "POST", headers, body, signal };
  const response = await fetch(endpoint, sent).catch(unreached);
  const text = await response.text().catch(unreached);
  if (response.ok) return JSON.parse(text) as Answer;
  const fault = faultIn(text);
  if (response.status >= 500 || BUSY.has(fault)) throw new Unavailable(fault);
  throw Object.assign(new Error(`the table answers ${fault} to ${operation}`), { name: fault });
}

/** The headers of a request, signed; that of the host is written by `fetch` itself. */
function signed({ region, credentials }: Access, host: string, operation: string, body: string) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  // Real time, which AWS holds signatures to.
  const date = amzDate(Date.now());
  const scope = { day: date.slice(0, 8), region, service: "dynamodb" };
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-date": date,
    "x-amz-target": `DynamoDB_20120810.${operation}`,
    ...(sessionToken && { "x-amz-security-token": sessionToken }),
  };
  const signable = [["host", host], ...Object.entries(headers)] as const;
  const payloadHash = createHash("sha256").update(body).digest("hex");
  const request = { method: "POST", path: "/", query: [], headers: signable, payloadHash };
  const signature = signRequest(request, date, scope, secretAccessKey);
  const credential = `${accessKeyId}/${scopeText(scope)}`;
  return {
    ...headers,
    authorization: `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaders(signable)}, Signature=${signature}`,
  };
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

function endpointOf(region: string): string {
  return `https://dynamodb.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}

/** Full jitter: those who failed together do not come again together. */
function jittered(most: number): Promise<unknown> {
  return sleep(Math.random() * most);
}
