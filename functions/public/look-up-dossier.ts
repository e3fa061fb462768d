import { isFinal } from "../../shared/application/event.ts";
import { Problem } from "../../shared/problem.ts";
import * as keys from "../../shared/store/keys.ts";
import { http } from "../runtime.ts";
import { store } from "../wiring.ts";
import { lookUpDossier } from "./contracts.ts";

export const handler = http(lookUpDossier, async ({ params: { dossier } }) => {
  const item = await store().table.get(keys.dossier(dossier));
  const application = item && (await store().applications.load(String(item["application"])));
  if (!application) throw new Problem("not-found");
  return { status: 200, body: { dossier, completed: isFinal(application.phase) } };
});
