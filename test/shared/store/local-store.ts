/** The table on the real local engine, in a folder that goes. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { openLoopback } from "../../../infra/local/loopback.ts";
import { tableDirectly } from "../../../infra/local/store/directly.ts";
import { openStore as openDynoxide } from "../../../infra/local/store/dynoxide.ts";
import { createTable } from "../../../infra/local/store/schema.ts";
import { openTable } from "../../../shared/store/client.ts";
import { openStore, type Store } from "../../../shared/store/store.ts";
import { TABLE } from "../../../shared/store/table.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

export async function openLocalStore(): Promise<{
  store: Store;
  endpoint: string;
  close(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), "licentia-store-"));
  const { endpoint, close } = await openDynoxide({ folder, log: silent, env: {} });
  const near = openLoopback(endpoint, {
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const client = new DynamoDBClient(near.client);
  await createTable(client, { name: "licentia", ...TABLE });
  client.destroy();
  return {
    store: openStore(openTable("licentia", tableDirectly(near))),
    endpoint,
    async close() {
      await near.close();
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
