/** Who may not decide: duties are kept apart, and nobody decides where they have a stake. */
import type { Appointment } from "../authority/authority.ts";
import { apartFrom } from "../permit/stages.ts";
import type { Case } from "./case.ts";

/** Whether an officer may not decide a stage: by an earlier decision of theirs, or a conflict. */
export function isBarred(
  { application, permit }: Pick<Case, "application" | "permit">,
  stage: string,
  officer: string,
): boolean {
  if (application.conflicted?.includes(officer)) return true;
  return apartFrom(permit, stage).some((id) => {
    const { decidedBy, decidedBefore = [] } = application.tasks[id] ?? {};
    return decidedBy === officer || decidedBefore.includes(officer);
  });
}

/**
 * Whether an officer belongs to an applicant by what their appointments declare. Officers and
 * applicants are known from two pools of identities, which share no `sub`: only a declaration tells.
 */
export function isInterested(
  appointments: readonly Pick<Appointment, "interests">[],
  { id, taxId }: { readonly id: string; readonly taxId?: string | undefined },
): boolean {
  return appointments.some(({ interests = [] }) =>
    interests.some((each) => each === id || (taxId !== undefined && each === taxId)),
  );
}
