/**
 * A file has arrived in quarantine (EventBridge, S3 "Object Created"). It is inspected by its bytes
 * and released, or refused; until then nobody can read it. Arriving twice changes nothing.
 */
import { createHash } from "node:crypto";
import type { EventBridgeEvent } from "aws-lambda";
import { inspect } from "../../shared/document/inspection.ts";
import { fileKeys, inspectedWrite, type StoredDocument } from "../../shared/store/documents.ts";
import { carryOut } from "../command.ts";
import { internal, logger } from "../runtime.ts";
import { files, store, world } from "../wiring.ts";

type ObjectCreated = EventBridgeEvent<"Object Created", { object: { key: string } }>;

export const handler = internal("inspect-document", async ({ detail }: ObjectCreated) => {
  const place = /^quarantine\/([^/]+)\/([^/]+)$/.exec(detail.object.key);
  const [, application, id] = place ?? [];
  const document = application && id ? await store().documents.one(application, id) : undefined;
  if (document?.status !== "awaited") return {};
  const bytes = await files().read(fileKeys.quarantine(document.application, document.id));
  if (!bytes) return {};
  const found = examined(document, bytes);
  if (found.status === "clean") {
    const { quarantine, released } = fileKeys;
    await files().release(
      quarantine(document.application, document.id),
      released(document.application, document.id),
    );
  }
  try {
    await carryOut(world(), document.application, () => ({
      actor: INSPECTION,
      events: [
        {
          type: "DocumentInspected",
          document: found.id,
          verdict: found.status === "clean" ? "clean" : "rejected",
          digest: found.digest ?? "",
        },
      ],
      beside: [{ write: inspectedWrite(found), otherwise: () => new AlreadyInspected() }],
    }));
  } catch (error) {
    if (!(error instanceof AlreadyInspected)) throw error;
  }
  if (found.status === "rejected") {
    logger.warn("document refused", { document: found.id, reason: found.reason });
    await files().remove(fileKeys.quarantine(document.application, document.id));
  }
  return {};
});

class AlreadyInspected extends Error {}

const INSPECTION = { kind: "platform", part: "inspection" } as const;

function examined(document: StoredDocument, bytes: Uint8Array): StoredDocument {
  const digest = createHash("sha256").update(bytes).digest("base64url");
  const inspection = inspect(bytes, document.mediaType);
  return {
    ...document,
    size: bytes.length,
    digest,
    status: inspection.verdict,
    ...(inspection.verdict === "rejected" && { reason: inspection.reason }),
  };
}
