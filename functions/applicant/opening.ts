/** What of an application its applicant may change now, with what it holds. */
import type { Case } from "../../shared/application/case.ts";
import { type Opening, openingOf } from "../../shared/application/commands/draft.ts";
import type { SupplementRequest } from "../../shared/application/event.ts";
import type { Store } from "../../shared/store/store.ts";
import { openRequest } from "./view.ts";

/** @throws Problem `wrong-state` where nothing may be changed */
export async function openingFor(store: Store, kase: Case): Promise<Opening> {
  return openingOf(kase, await openRequestOf(store, kase));
}

/** The supplement request that waits for the applicant, where one does. */
export async function openRequestOf(
  store: Store,
  kase: Case,
): Promise<SupplementRequest | undefined> {
  const { application } = kase;
  const trail =
    application.phase === "supplement" ? await store.applications.trail(application.id) : [];
  return openRequest(application, kase, trail)?.request;
}
