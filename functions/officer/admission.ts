/** Admits an officer to a task or a file by the one table; to all others it does not exist. */
import {
  ACCESS,
  type Action,
  appointmentFor,
  officerActor,
  type Who,
} from "../../shared/access.ts";
import type { Application, Task } from "../../shared/application/application.ts";
import type { Actor } from "../../shared/application/event.ts";
import type { Appointment } from "../../shared/authority/authority.ts";
import type { Instant } from "../../shared/ports.ts";
import { Problem } from "../../shared/problem.ts";
import * as keys from "../../shared/store/keys.ts";
import type { Store } from "../../shared/store/store.ts";
import type { Beside } from "../command.ts";
import type { Caller } from "../contract.ts";

type OfficersWho = Extract<Who, "role" | "head" | "unit" | "authority">;
type OfficersAction = {
  [Each in Action]: (typeof ACCESS)[Each] extends OfficersWho ? Each : never;
}[Action];

export interface Admission {
  readonly actor: Actor;
  readonly appointment: Appointment;
  /** Every one that the officer holds or held, here or elsewhere. */
  readonly appointments: readonly Appointment[];
  /** Holds the write to the appointment still being in force. */
  readonly held: Beside;
}

/** @throws Problem `not-found` for an officer whom the table does not admit */
export async function admitOfficer(
  store: Store,
  { person }: Caller,
  action: OfficersAction,
  about: { application: Application; task?: Task | undefined; now: Instant },
): Promise<Admission> {
  const { application, task, now } = about;
  const appointments = await store.people.appointmentsOf(person);
  const appointment = appointmentFor(ACCESS[action], application, task, appointments, now);
  if (!appointment) throw new Problem("not-found");
  const actor = officerActor(appointment);
  return { actor, appointment, appointments, held: holding(appointment, now) };
}

/** The appointment as it was read: in force, and with no other interests than were seen. */
function holding({ person, authority, id, interests }: Appointment, now: Instant): Beside {
  const same = interests ? "#interests = :interests" : "attribute_not_exists(#interests)";
  return {
    write: {
      ConditionCheck: {
        Key: { ...keys.appointment(person, authority, id) },
        ConditionExpression: `#from <= :now AND (attribute_not_exists(#to) OR #to > :now) AND ${same}`,
        ExpressionAttributeNames: { "#from": "from", "#to": "to", "#interests": "interests" },
        ExpressionAttributeValues: { ":now": now, ...(interests && { ":interests": interests }) },
      },
    },
    otherwise: () => new Problem("not-found"),
  };
}
