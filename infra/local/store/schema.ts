import { setTimeout as delay } from "node:timers/promises";
import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type GlobalSecondaryIndexDescription,
  type KeySchemaElement,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";

/** A global secondary index. Its keys are strings, unless `sortKeyType` says otherwise. */
export interface IndexSpec {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly sortKeyType?: "S" | "N";
  /** What it carries: everything, the keys, or the keys and these attributes. */
  readonly projection: "ALL" | "KEYS_ONLY" | readonly string[];
}

/** The table, as far as a database must know it. Its own keys are strings. */
export interface TableSpec {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly indexes: readonly IndexSpec[];
  /** The attribute that holds when an item may be deleted: seconds since the epoch. */
  readonly expiresAt: string;
}

const ACTIVE_TIMEOUT_MS = 300_000;

/**
 * Brings the table to its specification: on-demand billing, a stream of new and old images, the
 * indexes, the expiry. Calling it again changes nothing; an index that an existing table lacks is
 * added. Any DynamoDB endpoint will do.
 *
 * @throws {Error} if what exists contradicts the specification (keys, an index of the same name),
 *   which no update can change.
 */
export async function createTable(client: DynamoDBClient, spec: TableSpec): Promise<void> {
  let table = await describe(client, spec.name);
  if (!table) {
    await create(client, spec);
    table = await active(client, spec.name);
  }
  refuseOther(spec.name, keysOf(table.KeySchema), keysOf(tableKeys(spec)));
  await addMissingIndexes(client, spec, table);
  await enableStream(client, table);
  await enableExpiry(client, spec);
}

async function create(client: DynamoDBClient, spec: TableSpec): Promise<void> {
  const indexes = spec.indexes.map(indexDefinition);
  const command = new CreateTableCommand({
    TableName: spec.name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: tableKeys(spec),
    AttributeDefinitions: attributeDefinitions(spec),
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  });
  await client.send(command).catch((error) => {
    // Somebody else is creating it at this moment; what comes of it is compared afterwards.
    if (!(error instanceof ResourceInUseException)) throw error;
  });
}

/** One by one: DynamoDB takes one new index for each update. */
async function addMissingIndexes(client: DynamoDBClient, spec: TableSpec, table: TableDescription) {
  for (const index of spec.indexes) {
    const wanted = indexDefinition(index);
    const found = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index.name);
    if (found) {
      refuseOther(`${spec.name}/${index.name}`, shapeOf(found), shapeOf(wanted));
      continue;
    }
    const update = new UpdateTableCommand({
      TableName: spec.name,
      AttributeDefinitions: attributeDefinitions(spec),
      GlobalSecondaryIndexUpdates: [{ Create: wanted }],
    });
    await client.send(update);
    await active(client, spec.name);
  }
}

async function enableStream(client: DynamoDBClient, table: TableDescription): Promise<void> {
  const stream = table.StreamSpecification;
  if (stream?.StreamEnabled) {
    return refuseOther(
      `the stream of ${table.TableName}`,
      stream.StreamViewType ?? "",
      "NEW_AND_OLD_IMAGES",
    );
  }
  const update = new UpdateTableCommand({
    TableName: table.TableName,
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
  await client.send(update);
  await active(client, table.TableName ?? "");
}

async function enableExpiry(client: DynamoDBClient, spec: TableSpec): Promise<void> {
  const { TimeToLiveDescription: found } = await client.send(
    new DescribeTimeToLiveCommand({ TableName: spec.name }),
  );
  const status = found?.TimeToLiveStatus;
  if (status === "ENABLED" || status === "ENABLING") {
    return refuseOther(`the expiry of ${spec.name}`, found?.AttributeName ?? "", spec.expiresAt);
  }
  const update = new UpdateTimeToLiveCommand({
    TableName: spec.name,
    TimeToLiveSpecification: { AttributeName: spec.expiresAt, Enabled: true },
  });
  await client.send(update);
}

async function describe(
  client: DynamoDBClient,
  name: string,
): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Waits until the table and all its indexes can be used. */
async function active(client: DynamoDBClient, name: string): Promise<TableDescription> {
  const deadline = Date.now() + ACTIVE_TIMEOUT_MS;
  for (let wait = 20; Date.now() < deadline; wait = Math.min(2_000, wait * 2)) {
    const table = await describe(client, name);
    const statuses = [
      table?.TableStatus,
      ...(table?.GlobalSecondaryIndexes ?? []).map(({ IndexStatus }) => IndexStatus),
    ];
    if (table && statuses.every((status) => status === "ACTIVE")) return table;
    await delay(wait);
  }
  throw new Error(`Table ${name} is not active after ${ACTIVE_TIMEOUT_MS / 1_000} s.`);
}

function tableKeys({ partitionKey, sortKey }: TableSpec): KeySchemaElement[] {
  return keySchema(partitionKey, sortKey);
}

function keySchema(partitionKey: string, sortKey: string | undefined): KeySchemaElement[] {
  return [
    { AttributeName: partitionKey, KeyType: "HASH" },
    ...(sortKey ? [{ AttributeName: sortKey, KeyType: "RANGE" as const }] : []),
  ];
}

function indexDefinition(index: IndexSpec): GlobalSecondaryIndex {
  const { projection } = index;
  return {
    IndexName: index.name,
    KeySchema: keySchema(index.partitionKey, index.sortKey),
    Projection:
      typeof projection === "string"
        ? { ProjectionType: projection }
        : { ProjectionType: "INCLUDE", NonKeyAttributes: [...projection] },
  };
}

/** DynamoDB wants the type of each attribute that is a key somewhere, and of no other. */
function attributeDefinitions(spec: TableSpec): AttributeDefinition[] {
  const types = new Map<string, "S" | "N">();
  const add = (name: string, type: "S" | "N") => {
    if ((types.get(name) ?? type) !== type) {
      throw new Error(`Table ${spec.name}: ${name} is both a string and a number.`);
    }
    types.set(name, type);
  };
  add(spec.partitionKey, "S");
  add(spec.sortKey, "S");
  for (const index of spec.indexes) {
    add(index.partitionKey, "S");
    if (index.sortKey) add(index.sortKey, index.sortKeyType ?? "S");
  }
  return [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
}

function keysOf(keys: readonly KeySchemaElement[] = []): string {
  return keys.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`).join(", ");
}

function shapeOf(index: GlobalSecondaryIndexDescription | GlobalSecondaryIndex): string {
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection ?? {};
  return `${keysOf(index.KeySchema)}; ${ProjectionType} ${[...NonKeyAttributes].sort()}`.trim();
}

function refuseOther(what: string, found: string, wanted: string): void {
  if (found === wanted) return;
  throw new Error(
    `${what} exists as (${found}) and should be (${wanted}); this cannot be changed in place: ` +
      "give the new one another name, or move the data to a new table.",
  );
}
