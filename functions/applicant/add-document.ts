import type { Case } from "../../shared/application/case.ts";
import {
  addDocument as addedDocument,
  hasRoom,
  MOST_DOCUMENTS,
} from "../../shared/application/commands/draft.ts";
import { newId } from "../../shared/id.ts";
import { checkFile, findDocument } from "../../shared/permit/documents.ts";
import { Problem } from "../../shared/problem.ts";
import { documentWrite, fileKeys, type StoredDocument } from "../../shared/store/documents.ts";
import { http } from "../runtime.ts";
import { clock, files, random, store } from "../wiring.ts";
import { commandOfMember, type MemberDecision } from "./command.ts";
import { addDocument } from "./contracts/documents.ts";
import { movedCase } from "./moving.ts";
import { openingFor } from "./opening.ts";

/** The form is for posting at once; the file itself may take its time. */
const FORM_SECONDS = 15 * 60;

export const handler = http(addDocument, async (request) => {
  const { params, body } = request;
  const { application } = params;
  const id = newId(clock, random);
  const upload = await files().presignUpload({
    key: fileKeys.quarantine(application, id),
    mediaType: body.mediaType,
    maxBytes: body.size,
    expiresInSeconds: FORM_SECONDS,
  });
  return commandOfMember(
    request,
    (kase) =>
      adding(kase, {
        ...body,
        id,
        application,
        status: "awaited",
        addedAt: kase.now,
        addedAfter: kase.application.seq,
      }),
    () => ({ status: 201, body: { id, upload } }),
  );
});

async function adding(standing: Case, document: StoredDocument): Promise<MemberDecision> {
  const { kase, events } = movedCase(standing);
  const { permit, application } = kase;
  const kind = findDocument(permit, document.kind);
  const faults = kind ? checkFile(kind, document) : [unknownKind(permit.documents)];
  const present = await store().documents.all(application.id);
  if (!hasRoom(kase, present)) faults.push(TOO_MANY);
  if (faults.length > 0) throw new Problem("validation-failed", { faults });
  return {
    events: [...events, ...addedDocument(await openingFor(store(), kase), document)],
    beside: [{ write: documentWrite(document, { onlyNew: true }) }],
  };
}

function unknownKind(documents: readonly { id: string }[]) {
  const known = documents.map(({ id }) => id).join(", ");
  return {
    pointer: "/kind",
    code: "unknown-code",
    detail: {
      en: `This permit asks for: ${known}.`,
      vi: `Thủ tục này yêu cầu: ${known}.`,
    },
  };
}

const TOO_MANY = {
  pointer: "/kind",
  code: "too-many",
  detail: {
    en: `A draft holds at most ${MOST_DOCUMENTS} documents, and each supplement as many; from a draft one can be removed.`,
    vi: `Hồ sơ nháp có tối đa ${MOST_DOCUMENTS} tài liệu, mỗi lần bổ sung cũng vậy; hồ sơ nháp có thể xoá bớt.`,
  },
};
