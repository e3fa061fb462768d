/** The outside world on one machine: identity, file storage, mailbox, payment gateway. */
import { join } from "node:path";
import type { Log } from "../../functions/log.ts";
import type { Reach } from "../../functions/wiring.ts";
import type { MountedListener } from "./door/mounted.ts";
import { openFiles } from "./files/server.ts";
import { openGateway } from "./gateway/server.ts";
import { openIdentity } from "./identity/server.ts";
import type { Invoke } from "./invoke/invocation.ts";
import { openMailbox } from "./mailbox/server.ts";
import type { Secrets } from "./secrets.ts";

export interface Neighbourhood {
  readonly folder: string;
  readonly origin: string;
  readonly port: number;
  readonly bucket: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly secrets: Secrets;
  readonly invoke: Invoke;
  readonly log: Log;
}

export interface Neighbours {
  readonly mounts: readonly MountedListener[];
  /** What functions of this process are answered without a request. */
  readonly reach: Pick<Reach, "stored" | "mailerOf">;
}

/** Opens them, to be mounted on the door; what must be closed is added to `closing`. */
export async function openNeighbours(
  { folder, origin, port, bucket, credentials, secrets, invoke, log }: Neighbourhood,
  closing: (() => Promise<void> | void)[],
): Promise<Neighbours> {
  const onFailure = (error: unknown) =>
    log.warn("A neighbour will try again.", { error: error instanceof Error ? error.name : "?" });
  const identity = await openIdentity({ origin, folder: join(folder, "identity") });
  closing.push(() => identity.close());
  const files = await openFiles({
    url: `http://127.0.0.1:${port}/storage`,
    folder: join(folder, "files"),
    bucket,
    credentials,
    origins: [origin],
    onFailure,
    onCreated: async (event) => {
      const { functionError } = await invoke("inspect-document", JSON.stringify(event));
      if (functionError) throw new Error("the document was not inspected");
    },
  });
  closing.push(() => files.close());
  const mailbox = await openMailbox({
    url: `${origin}/mailbox`,
    folder: join(folder, "mailbox"),
    credentials,
  });
  closing.push(() => mailbox.close());
  const gateway = await openGateway({
    url: `${origin}/gateway`,
    folder: join(folder, "gateway"),
    key: secrets.gateway,
    webhook: { url: `${origin}/payments/webhook`, secret: secrets.webhook },
    onFailure,
  });
  closing.push(() => gateway.close());
  return {
    mounts: [
      { prefix: "/identity", listener: identity.listener },
      { prefix: "/storage", listener: files.listener },
      { prefix: "/mailbox", listener: mailbox.listener },
      { prefix: "/mailbox.json", listener: mailbox.listener },
      { prefix: "/gateway", listener: gateway.listener },
    ],
    reach: { stored: files.stored, mailerOf: mailbox.mailerOf },
  };
}
