/** The catalogue: the newest version of every permit that takes applications at a moment. */
import { takesApplications } from "../../shared/application/commands/submit.ts";
import type { Permit } from "../../shared/permit/permit.ts";
import type { Instant } from "../../shared/ports.ts";
import { permits } from "../../workflows/registry.ts";

export function onOffer(now: Instant): Permit[] {
  const today = new Date(now).toISOString().slice(0, 10);
  const open = permits.filter((permit) => takesApplications(permit, today));
  return open.filter(
    (permit) => !open.some(({ id, version }) => id === permit.id && version > permit.version),
  );
}
