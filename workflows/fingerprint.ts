/** What a permit version says, as one hash: a published version never changes. */
import { createHash } from "node:crypto";
import { answersSchema } from "../shared/permit/answers.ts";
import type { Permit } from "../shared/permit/permit.ts";

/**
 * SHA-256 (base64url) of a definition: everything in it, the answers as their JSON Schema with labels
 * and the codes of the rules beyond it. Members are sorted, so that only a change of meaning shows.
 */
export function fingerprint(permit: Permit): string {
  const { answers: _, proven: __, ...definition } = permit;
  const whole = canonical({ ...definition, answers: answersSchema(permit) });
  return `sha256-${createHash("sha256").update(JSON.stringify(whole)).digest("base64url")}`;
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, canonical(member)]),
  );
}
