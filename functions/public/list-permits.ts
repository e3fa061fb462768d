import { takesApplications } from "../../shared/application/commands/submit.ts";
import { permits } from "../../workflows/registry.ts";
import { http } from "../runtime.ts";
import { clock } from "../wiring.ts";
import { listPermits } from "./contracts.ts";
import { permitSummary } from "./view.ts";

export const handler = http(listPermits, async ({ language }) => {
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const open = permits.filter((permit) => takesApplications(permit, today));
  const newest = open.filter(
    (permit) => !open.some(({ id, version }) => id === permit.id && version > permit.version),
  );
  return {
    status: 200,
    body: { permits: newest.map((permit) => permitSummary(permit, language)) },
  };
});
