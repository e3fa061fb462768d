/** What of an application its applicant may change now, with what it holds. */
import type { Case } from "../../shared/application/case.ts";
import { type Opening, openingOf } from "../../shared/application/commands/draft.ts";
import type { Store } from "../../shared/store/store.ts";
import { openRequest } from "./view.ts";

/** @throws Problem `wrong-state` where nothing may be changed */
export async function openingFor(store: Store, kase: Case): Promise<Opening> {
  const { application } = kase;
  const trail =
    application.phase === "supplement" ? await store.applications.trail(application.id) : [];
  return openingOf(kase, openRequest(application, kase, trail)?.request);
}
