/** Puts a file into the table as it came to be, write by write. */
import type { Application } from "../../shared/application/application.ts";
import { changed } from "../../shared/application/change.ts";
import type { Commit } from "../../shared/store/applications.ts";
import type { Store } from "../../shared/store/store.ts";
import { APPLICANT, type Dossier, MONDAY_NINE } from "../builders/application.ts";

/** @param wake what wakes it, as its last write would have had it */
export async function storeDossier(
  store: Store,
  id: string,
  file: Dossier,
  wake?: Commit["wake"],
): Promise<Application> {
  let before: Application | undefined;
  for (const { events } of file.changes) {
    const bodies = events.map(({ body }) => body);
    const change = changed(id, before, bodies, APPLICANT, MONDAY_NINE);
    await store.applications.commit({ change, wake, redriveAt: MONDAY_NINE });
    before = change.after;
  }
  return before as Application;
}
