import { Problem } from "../../shared/problem.ts";
import { LIST_TTL_SECONDS } from "../../shared/status-list/lists.ts";
import { http } from "../runtime.ts";
import { store } from "../wiring.ts";
import { readStatusList } from "./contracts.ts";

const CWT = "application/statuslist+cwt";

/** Whichever form is asked for (draft-ietf-oauth-status-list section 8.1); a JWT to everybody else. */
export const handler = http(readStatusList, async ({ params, headers }) => {
  const published = await store().statusLists.published(params.list);
  if (!published) throw new Problem("not-found");
  const asCwt = headers["accept"]?.toLowerCase().includes(CWT) ?? false;
  return {
    status: 200,
    headers: {
      "content-type": asCwt ? CWT : "application/statuslist+jwt",
      "cache-control": `public, max-age=${LIST_TTL_SECONDS}`,
      vary: "accept",
    },
    body: asCwt ? published.cwt : published.jwt,
  };
});
