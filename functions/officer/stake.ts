/** Nobody decides where they have a stake: by membership, or by what their appointments declare. */
import type { Application } from "../../shared/application/application.ts";
import { isInterested } from "../../shared/application/barred.ts";
import type { Appointment } from "../../shared/authority/authority.ts";
import { Problem } from "../../shared/problem.ts";
import { check } from "../../shared/store/client.ts";
import * as keys from "../../shared/store/keys.ts";
import type { Store } from "../../shared/store/store.ts";
import type { Beside } from "../command.ts";

/**
 * @param appointments all that the officer holds: what one of them declares holds for each
 * @returns what must still hold when it is written
 * @throws Problem `barred` where the officer belongs to the applicant
 */
export async function withoutStake(
  store: Store,
  application: Application,
  officer: { person: string; appointments: readonly Appointment[] },
): Promise<Beside> {
  if (await hasStake(store, application, officer)) throw new Problem("barred");
  const own = keys.membership(officer.person, application.party);
  return { write: check(own, "absent"), otherwise: () => new Problem("barred") };
}

/** Whether an officer belongs to the applicant. */
export async function hasStake(
  store: Store,
  { party }: Application,
  { person, appointments }: { person: string; appointments: readonly Appointment[] },
): Promise<boolean> {
  const declares = appointments.some(({ interests = [] }) => interests.length > 0);
  const [member, applicant] = await Promise.all([
    store.table.get(keys.membership(person, party)),
    declares ? store.people.party(party) : undefined,
  ]);
  return Boolean(member ?? (applicant && isInterested(appointments, applicant)));
}
