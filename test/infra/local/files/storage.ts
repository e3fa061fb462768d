import { S3Client } from "@aws-sdk/client-s3";
import type { ObjectCreated } from "../../../../infra/local/files/event.ts";
import { type FileStore, openFiles } from "../../../../infra/local/files/server.ts";
import type { UploadForm } from "../../../../shared/ports.ts";
import { type Neighbour, neighbour } from "../neighbour.ts";

export const BUCKET = "documents";
export const CREDENTIALS = { accessKeyId: "AKIDTEST", secretAccessKey: "secret-test" };
/** Where the platform's own pages stand. */
export const OWN_ORIGIN = "http://localhost:3000";

/** A store on a port of its own, with the SDK's client for it and the events it gave. */
export interface Storage {
  readonly home: Neighbour<FileStore>;
  readonly client: S3Client;
  readonly url: string;
  readonly events: readonly ObjectCreated[];
  /** How many of the next events the listener refuses to take. */
  refusing: number;
  /** Moves the store's clock, in milliseconds against real time. */
  offset: number;
  /** Settles when that many events were taken. */
  taken(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function openStorage(): Promise<Storage> {
  const events: ObjectCreated[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const state = { refusing: 0, offset: 0 };
  const home = await neighbour(({ origin, folder }) =>
    openFiles({
      url: `${origin}/storage`,
      folder,
      bucket: BUCKET,
      credentials: CREDENTIALS,
      origins: [OWN_ORIGIN],
      now: () => Date.now() + state.offset,
      backoff: { first: 5, most: 20 },
      onCreated: async (event) => {
        if (state.refusing-- > 0) throw new Error("not now");
        events.push(event);
        for (const { count, resolve } of waiting) if (events.length >= count) resolve();
      },
    }),
  );
  const url = `${home.origin}/storage`;
  const client = clientOf(url);
  return Object.assign(state, {
    home,
    client,
    url,
    events,
    taken: (count: number) =>
      events.length >= count
        ? Promise.resolve()
        : new Promise<void>((resolve) => {
            waiting.push({ count, resolve });
          }),
    async close() {
      client.destroy();
      await home.close();
    },
  });
}

/**
 * The SDK's client as the platform makes it, for a store at that address. Path style is not asked
 * for: with an IP address for endpoint the SDK chooses it by itself.
 */
export function clientOf(url: string, secretAccessKey = CREDENTIALS.secretAccessKey): S3Client {
  return new S3Client({
    endpoint: url,
    region: "ap-southeast-1",
    maxAttempts: 1,
    credentials: { ...CREDENTIALS, secretAccessKey },
  });
}

/** Posts a file as a browser does, with fields changed, added or (undefined) left out. */
export function post(
  form: UploadForm,
  file: Uint8Array<ArrayBuffer> | string,
  change: Record<string, string | undefined> = {},
): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...form.fields, ...change })) {
    if (value !== undefined) body.set(name, value);
  }
  body.set("file", new Blob([file]), "../../etc/passwd");
  return fetch(form.url, { method: "POST", body });
}

/** The code in an S3 error document. */
export async function codeOf(answer: Response): Promise<string | undefined> {
  return /<Code>(.*?)<\/Code>/.exec(await answer.text())?.[1];
}
