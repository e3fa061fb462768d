import { grants, overridden, overrideOn } from "../../shared/authority/override.ts";
import { formatDay } from "../../shared/calendar/day.ts";
import type { Permit } from "../../shared/permit/permit.ts";
import { Problem } from "../../shared/problem.ts";
import { newestVersion } from "../../workflows/registry.ts";
import { http } from "../runtime.ts";
import { clock, findJurisdiction } from "../wiring.ts";
import { readPermit } from "./contracts.ts";
import { dayOf } from "./on-offer.ts";
import { permitView } from "./view.ts";

export const handler = http(readPermit, async ({ params, query, language }) => {
  const today = dayOf(clock.now());
  const permit = newestVersion(params.permit, today);
  if (!permit) throw new Problem("not-found");
  const { authority } = query;
  const granted = authority === undefined ? permit : await permitOf(authority, permit);
  return { status: 200, body: permitView(granted, language, today) };
});

/** The permit as an authority grants it, on its own day. */
async function permitOf(id: string, permit: Permit): Promise<Permit> {
  const known = await findJurisdiction(id);
  if (!known) throw new Problem("not-found");
  const { authority, calendar } = known;
  if (!grants(authority, permit)) throw new Problem("not-found");
  const today = formatDay(calendar.dayOf(clock.now()));
  const override = overrideOn(authority, permit.id, today);
  return override ? overridden(permit, override) : permit;
}
