/** Documents' metadata. The files themselves stand in object storage. */
import type { Instant } from "../ports.ts";
import { put, type Table, type Write } from "./client.ts";
import * as keys from "./keys.ts";
import { withoutKey } from "./people.ts";

export interface StoredDocument {
  readonly id: string;
  readonly application: string;
  readonly kind: string;
  readonly fileName: string;
  readonly mediaType: string;
  /** Bytes: what was announced, then what arrived. */
  readonly size: number;
  /** `awaited`: no file yet; `rejected`: it arrived and was refused, with the reason. */
  readonly status: "awaited" | "clean" | "rejected";
  readonly reason?: string;
  /** SHA-256 of the file, base64url, once it arrived. */
  readonly digest?: string;
  readonly addedAt: Instant;
  /** The application's last event when it was added: a clock that stands still orders nothing. */
  readonly addedAfter: number;
  /** Where its file lies, when it was carried over from an earlier file. */
  readonly source?: { readonly application: string; readonly document: string };
}

export interface Documents {
  all(application: string): Promise<StoredDocument[]>;
  one(application: string, document: string): Promise<StoredDocument | undefined>;
}

export function documents(table: Table): Documents {
  return {
    async all(application) {
      const { items } = await table.query({
        partition: ["pk", keys.application(application).pk],
        sort: { name: "sk", prefix: "DOCUMENT#" },
        consistent: true,
      });
      return items.map((item) => withoutKey(item) as unknown as StoredDocument);
    },
    async one(application, document) {
      const item = await table.get(keys.document(application, document));
      return item && (withoutKey(item) as unknown as StoredDocument);
    },
  };
}

export function documentWrite(document: StoredDocument, { onlyNew = false } = {}): Write {
  return put({ ...keys.document(document.application, document.id), ...document }, { onlyNew });
}

/** What an inspection found, unless another one was faster or the document was removed. */
export function inspectedWrite(document: StoredDocument): Write {
  return {
    Put: {
      Item: { ...keys.document(document.application, document.id), ...document },
      ConditionExpression: "#status = :awaited",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":awaited": "awaited" },
    },
  };
}

export function documentRemoval(application: string, document: string): Write {
  return { Delete: { Key: { ...keys.document(application, document) } } };
}

/** The same document in another file of the same party: its file is not copied, and stays where it is. */
export function carriedTo(
  application: string,
  document: StoredDocument,
  now: Instant,
): StoredDocument {
  const source = document.source ?? { application: document.application, document: document.id };
  return { ...document, application, addedAt: now, source };
}

/** Where the file of an inspected document lies. */
export function releasedFile({ application, id, source }: StoredDocument): string {
  return fileKeys.released(source?.application ?? application, source?.document ?? id);
}

/** Where a file lies before it was inspected, and after. */
export const fileKeys = {
  quarantine: (application: string, document: string) => `quarantine/${application}/${document}`,
  released: (application: string, document: string) => `documents/${application}/${document}`,
} as const;
