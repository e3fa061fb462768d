import { Problem } from "../../shared/problem.ts";
import { currentVersion } from "../../workflows/registry.ts";
import { http } from "../runtime.ts";
import { clock } from "../wiring.ts";
import { readPermit } from "./contracts.ts";
import { permitView } from "./view.ts";

export const handler = http(readPermit, async ({ params, language }) => {
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const permit = currentVersion(params.permit, today);
  if (!permit) throw new Problem("not-found");
  return { status: 200, body: permitView(permit, language, today) };
});
