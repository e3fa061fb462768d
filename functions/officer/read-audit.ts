import { carryOut } from "../command.ts";
import { http } from "../runtime.ts";
import { store, world } from "../wiring.ts";
import { admitOfficer } from "./admission.ts";
import { readAudit } from "./contracts.ts";

const PAGE = 200;

export const handler = http(readAudit, async ({ params, query, caller }) => {
  const { application: id } = params;
  const after = query.after ?? 0;
  // The reading itself is an event, with every page: whoever begins in the middle reads as well.
  const { seq } = await carryOut(world(), id, async ({ application, now }) => {
    const about = { application, now };
    const { actor, held } = await admitOfficer(store(), caller, "read-audit", about);
    const read = { type: "FileRead", what: "audit" } as const;
    return { actor, events: [read], beside: [held] };
  });
  const events = await store().applications.trail(id, { after, limit: PAGE });
  const last = events.at(-1)?.seq ?? seq;
  return { status: 200, body: { events, ...(last < seq && { next: last }) } };
});
