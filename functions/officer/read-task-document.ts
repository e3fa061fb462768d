import { Problem } from "../../shared/problem.ts";
import { releasedFile } from "../../shared/store/documents.ts";
import { carryOut } from "../command.ts";
import { http } from "../runtime.ts";
import { taskOf } from "../schemas.ts";
import { files, store, world } from "../wiring.ts";
import { admitOfficer } from "./admission.ts";
import { readTaskDocument } from "./contracts.ts";

const LINK_SECONDS = 60;

export const handler = http(readTaskDocument, async ({ params, caller }) => {
  const { application: id, stage } = taskOf(params.task);
  const document = await store().documents.one(id, params.document);
  await carryOut(world(), id, async ({ application, now }) => {
    const about = { application, task: application.tasks[stage], now };
    const { actor, held } = await admitOfficer(store(), caller, "read-task-document", about);
    if (document?.status !== "clean") throw new Problem("not-found");
    return { actor, events: [{ type: "FileRead", what: "document" }], beside: [held] };
  });
  if (!document) throw new Problem("not-found");
  const url = await files().presignDownload({
    key: releasedFile(document),
    fileName: document.fileName,
    mediaType: document.mediaType,
    expiresInSeconds: LINK_SECONDS,
  });
  return { status: 200, body: { url, expiresInSeconds: LINK_SECONDS } };
});
