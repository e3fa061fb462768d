/** Publishes every status list whose time has come; what a decision could not publish is made good. */
import { listsOf } from "../../shared/status-list/lists.ts";
import { publishList } from "../publish.ts";
import { described, internal, logger } from "../runtime.ts";
import { store } from "../wiring.ts";

export const handler = internal("publish-status-lists", async () => {
  const published = { lists: 0, failed: 0 };
  for (const authority of await store().authorities.all()) {
    const used = await store().statusLists.used(authority.id);
    for (const list of listsOf(authority.id, used)) {
      try {
        if (await publishList(authority, list)) published.lists++;
      } catch (error) {
        published.failed++;
        logger.error("status list not published", { list, ...described(error) });
      }
    }
  }
  return published;
});
