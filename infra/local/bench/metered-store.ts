/**
 * A DynamoDB endpoint between the platform and its store that asks for the consumed capacity of
 * every operation, and adds it up: what AWS would bill, as the store counts it.
 */
import { createServer, type IncomingMessage, request } from "node:http";

export interface Meter {
  readonly endpoint: string;
  /** Units since the last reading, and how many operations there were of each kind. */
  read(): {
    readonly reads: number;
    readonly writes: number;
    readonly operations: Record<string, number>;
  };
  close(): Promise<void>;
}

const READS = new Set(["GetItem", "BatchGetItem", "Query"]);
const WRITES = new Set(["PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"]);

export async function meterStore(endpoint: string): Promise<Meter> {
  let [reads, writes] = [0, 0];
  let operations: Record<string, number> = {};
  const server = createServer(async (incoming, outgoing) => {
    const target = String(incoming.headers["x-amz-target"] ?? "");
    const operation = target.split(".")[1] ?? "";
    const metered = READS.has(operation) || WRITES.has(operation);
    const body = metered ? asking(await bodyOf(incoming)) : await bodyOf(incoming);
    const headers = { ...incoming.headers, "content-length": String(body.length) };
    const forwarded = request(endpoint, { method: incoming.method, path: incoming.url, headers });
    forwarded.on("response", async (answer) => {
      const content = await bodyOf(answer);
      if (metered && answer.statusCode === 200) {
        operations[operation] = (operations[operation] ?? 0) + 1;
        const units = unitsOf(JSON.parse(content.toString()));
        if (READS.has(operation)) reads += units;
        else writes += units;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.end(content);
    });
    forwarded.on("error", () => outgoing.destroy());
    forwarded.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    read() {
      const reading = { reads, writes, operations };
      [reads, writes, operations] = [0, 0, {}];
      return reading;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function asking(body: Buffer): Buffer {
  const input = JSON.parse(body.toString()) as object;
  return Buffer.from(JSON.stringify({ ...input, ReturnConsumedCapacity: "TOTAL" }));
}

interface Capacity {
  readonly CapacityUnits?: number;
}

function unitsOf({ ConsumedCapacity }: { ConsumedCapacity?: Capacity | Capacity[] }): number {
  return [ConsumedCapacity ?? []]
    .flat()
    .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
