/**
 * A file has arrived in quarantine (EventBridge, S3 "Object Created"). It is inspected by its bytes
 * and those very bytes are kept, or it is refused; until then nobody can read it. Whoever holds the
 * upload form may post again while this runs, and events repeat: what was kept first stays.
 */
import { createHash } from "node:crypto";
import type { EventBridgeEvent } from "aws-lambda";
import type { Case } from "../../shared/application/case.ts";
import { admitsDocument } from "../../shared/application/commands/draft.ts";
import { inspect } from "../../shared/document/inspection.ts";
import { fileKeys, inspectedWrite, type StoredDocument } from "../../shared/store/documents.ts";
import { openRequestOf } from "../applicant/opening.ts";
import { carryOut } from "../command.ts";
import { internal, logger } from "../runtime.ts";
import { files, store, world } from "../wiring.ts";

type ObjectCreated = EventBridgeEvent<"Object Created", { object: { key: string } }>;

export const handler = internal("inspect-document", async ({ detail }: ObjectCreated) => {
  const place = /^quarantine\/([^/]+)\/([^/]+)$/.exec(detail.object.key);
  const [, application, id] = place ?? [];
  if (!application || !id) return {};
  const document = await store().documents.one(application, id);
  if (document?.status === "awaited") await settle(document);
  // Only now: what is cut off before is inspected again, from the same bytes.
  await files().remove(fileKeys.quarantine(application, id));
  return {};
});

async function settle(document: StoredDocument): Promise<void> {
  const { application, id } = document;
  const found = await examined(document);
  if (!found) return;
  let settled: StoredDocument | undefined;
  try {
    await carryOut(world(), application, async (kase) => {
      settled = await inTime(kase, found);
      return inspected(settled);
    });
  } catch (error) {
    if (!(error instanceof AlreadyInspected)) throw error;
    settled = await store().documents.one(application, id);
  }
  if (settled?.status === "rejected") {
    logger.warn("document refused", { document: id, reason: settled.reason });
  }
  if (settled?.status !== "clean") await files().remove(fileKeys.released(application, id));
}

/** What stands in quarantine, and where it is clean, what is kept of it. */
async function examined(document: StoredDocument): Promise<StoredDocument | undefined> {
  const { application, id, mediaType } = document;
  const bytes = await files().read(fileKeys.quarantine(application, id));
  if (!bytes) return undefined;
  const found = judged(document, bytes);
  if (found.status !== "clean") return found;
  const released = fileKeys.released(application, id);
  if (await files().keep(released, { bytes, mediaType })) return found;
  const kept = await files().read(released);
  return kept && judged(document, kept);
}

function judged(document: StoredDocument, bytes: Uint8Array): StoredDocument {
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

/** A form outlives the moment at which the file was handed in: nothing slips in behind it. */
async function inTime(kase: Case, found: StoredDocument): Promise<StoredDocument> {
  const request = await openRequestOf(store(), kase);
  if (found.status !== "clean" || admitsDocument(kase, request, found.kind)) return found;
  return { ...found, status: "rejected", reason: "too-late" };
}

function inspected(found: StoredDocument) {
  return {
    actor: INSPECTION,
    events: [
      {
        type: "DocumentInspected" as const,
        document: found.id,
        verdict: found.status === "clean" ? ("clean" as const) : ("rejected" as const),
        digest: found.digest ?? "",
      },
    ],
    beside: [{ write: inspectedWrite(found), otherwise: () => new AlreadyInspected() }],
  };
}

/** By another inspection, or the document was removed meanwhile. */
class AlreadyInspected extends Error {}

const INSPECTION = { kind: "platform", part: "inspection" } as const;
