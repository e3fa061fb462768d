import { Problem } from "../../shared/problem.ts";
import { releasedFile } from "../../shared/store/documents.ts";
import { http } from "../runtime.ts";
import { files, store } from "../wiring.ts";
import { readDocument } from "./contracts/documents.ts";
import { loadOwn } from "./member.ts";
import { documentView } from "./view.ts";

const LINK_SECONDS = 300;

export const handler = http(readDocument, async ({ params, caller }) => {
  const { application, document: id } = params;
  await loadOwn(store(), caller, application);
  const document = await store().documents.one(application, id);
  if (!document) throw new Problem("not-found");
  const { fileName, mediaType, status } = document;
  const url =
    status === "clean" &&
    (await files().presignDownload({
      key: releasedFile(document),
      fileName,
      mediaType,
      expiresInSeconds: LINK_SECONDS,
    }));
  return { status: 200, body: { ...documentView(document), ...(url && { url }) } };
});
