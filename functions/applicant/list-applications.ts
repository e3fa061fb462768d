import { cursorOf, positionOf } from "../cursor.ts";
import { http } from "../runtime.ts";
import { rulesFor, store } from "../wiring.ts";
import { listApplications } from "./contracts/drafts.ts";
import { partyOf } from "./member.ts";
import { viewOf } from "./view.ts";

const POSITION = { pk: "string", sk: "string", createdAt: "number" } as const;

export const handler = http(listApplications, async ({ query, caller, language }) => {
  const party = await partyOf(store(), caller, query.party);
  const after = positionOf(query.cursor, { party }, POSITION);
  const page = await store().applications.ofParty(party, {
    limit: query.limit ?? 20,
    ...(after && { after }),
  });
  const views = page.applications.map(async (application) =>
    viewOf(application, await rulesFor(application), language),
  );
  return {
    status: 200,
    body: { applications: await Promise.all(views), next: cursorOf(page.last, ["party"]) },
  };
});
