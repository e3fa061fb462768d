import { Problem } from "../../shared/problem.ts";
import { documentRemoval, fileKeys } from "../../shared/store/documents.ts";
import { carryOut } from "../command.ts";
import { http } from "../runtime.ts";
import { files, store, world } from "../wiring.ts";
import { removeDocument } from "./contracts/documents.ts";
import { admitMember } from "./member.ts";

export const handler = http(removeDocument, async ({ params, caller }) => {
  const { application, document } = params;
  await carryOut(world(), application, async (kase) => {
    const { actor, held } = await admitMember(store(), caller, kase.application);
    if (!(await store().documents.one(application, document))) throw new Problem("not-found");
    if (kase.application.phase !== "draft") throw new Problem("wrong-state");
    return {
      actor,
      events: [{ type: "DocumentRemoved", document }],
      beside: [held, { write: documentRemoval(application, document) }],
    };
  });
  await files().remove(fileKeys.quarantine(application, document));
  await files().remove(fileKeys.released(application, document));
  return { status: 204 };
});
