import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Mount } from "../../../infra/local/mount.ts";

/** A neighbour on a port and in a folder of its own; `restart` opens it again over the same folder. */
export interface Neighbour<M extends Mount = Mount> {
  readonly origin: string;
  readonly folder: string;
  readonly mount: M;
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Mounts what `open` gives on a loopback port that was free. */
export async function neighbour<M extends Mount>(
  open: (place: { origin: string; folder: string }) => Promise<M>,
): Promise<Neighbour<M>> {
  const folder = await mkdtemp(join(tmpdir(), "licentia-test-"));
  let mount: M | undefined;
  const server = createServer((request, response) => mount?.listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  mount = await open({ origin, folder });

  return {
    origin,
    folder,
    get mount() {
      return mount as M;
    },
    async restart() {
      await mount?.close();
      mount = await open({ origin, folder });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mount?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
