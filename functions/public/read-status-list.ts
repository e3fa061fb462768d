import { Problem } from "../../shared/problem.ts";
import { http } from "../runtime.ts";
import { store } from "../wiring.ts";
import { readStatusList } from "./contracts.ts";

export const handler = http(readStatusList, async ({ params }) => {
  const published = await store().statusLists.published(params.list);
  if (!published) throw new Problem("not-found");
  return {
    status: 200,
    headers: {
      "content-type": "application/statuslist+jwt",
      "cache-control": "public, max-age=900",
    },
    body: published.jwt,
  };
});
