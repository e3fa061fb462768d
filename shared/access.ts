/**
 * Who may do what: the one table. A door admits by it, and the write that follows is held to the
 * same membership or appointment, so a role taken away between reading and writing decides nothing.
 */
import type { Application, Task } from "./application/application.ts";
import type { Actor } from "./application/event.ts";
import { type Appointment, inForce } from "./authority/authority.ts";
import type { Instant } from "./ports.ts";

/**
 * - `anyone`: no account
 * - `applicant`: whoever signed in as an applicant, for what is theirs
 * - `member`: acts for the application's party
 * - `officer`: holds an appointment, for what it gives them
 * - `role`: is appointed to the very role and unit that the task waits for
 * - `head`: is appointed head of the unit that the task waits at, or is the superior who was told
 *   that it is late
 * - `unit`: is appointed to a unit that has, or had, a task of the application, or was told of one
 *   as its superior
 * - `authority`: holds any appointment of the application's authority
 * - `gateway`: proves itself by a signature
 * - `platform`: no person; the workflow, the stream or a schedule
 */
export type Who =
  | "anyone"
  | "applicant"
  | "member"
  | "officer"
  | "role"
  | "head"
  | "unit"
  | "authority"
  | "gateway"
  | "platform";

export const ACCESS = {
  "list-permits": "anyone",
  "read-permit": "anyone",
  "list-authorities": "anyone",
  "look-up-dossier": "anyone",
  "look-up-licence": "anyone",
  "verify-licence": "anyone",
  "verify-licences": "anyone",
  "read-key-set": "anyone",
  "read-issuer": "anyone",
  "read-licence-type": "anyone",
  "read-status-list": "anyone",
  "read-verifier-page": "anyone",
  "read-verifier-worker": "anyone",
  "read-openapi": "anyone",
  "read-docs": "anyone",
  "list-parties": "applicant",
  "create-party": "applicant",
  "create-draft": "applicant",
  "list-applications": "applicant",
  "read-application": "member",
  "read-clock": "member",
  "save-answers": "member",
  "add-document": "member",
  "remove-document": "member",
  "read-document": "member",
  "submit-application": "member",
  "supplement-application": "member",
  "withdraw-application": "member",
  "open-checkout": "member",
  "read-licence": "member",
  "surrender-licence": "member",
  "renew-licence": "member",
  "list-tasks": "officer",
  "read-task": "unit",
  "read-task-document": "unit",
  "claim-task": "role",
  "release-task": "role",
  "assign-task": "head",
  "declare-conflict": "role",
  "reschedule-task": "role",
  "decide-task": "role",
  "suspend-licence": "role",
  "reinstate-licence": "role",
  "revoke-licence": "role",
  "read-audit": "unit",
  "receive-payment": "gateway",
  "open-stage": "platform",
  "close-application": "platform",
  "issue-licence": "platform",
  "attend-applications": "platform",
  "send-mails": "platform",
  sweep: "platform",
  "publish-status-lists": "platform",
  "inspect-document": "platform",
} as const satisfies Record<string, Who>;

export type Action = keyof typeof ACCESS;

/** The role whose officers lead a unit: they may give its tasks to others. */
export const HEAD_ROLE = "head";

/** The appointment by which an officer may do something to a task, or undefined: then it is a 404. */
export function appointmentFor(
  who: "role" | "head" | "unit" | "authority",
  application: Application,
  task: Task | undefined,
  appointments: readonly Appointment[],
  now: Instant,
): Appointment | undefined {
  const units = new Set(
    Object.values(application.tasks).flatMap(({ unit, superior }) => [unit, superior?.unit]),
  );
  const superior = task?.superior;
  const admits = {
    role: (unit, role) => task?.unit === unit && task.role === role,
    head: (unit, role) =>
      (task?.unit === unit && role === HEAD_ROLE) ||
      (superior?.unit === unit && superior.role === role),
    unit: (unit) => units.has(unit),
    authority: () => true,
  } satisfies Record<typeof who, (unit: string, role: string) => boolean>;
  return appointments
    .filter((each) => each.authority === application.authority && inForce(each, now))
    .find(({ unit, role }) => admits[who](unit, role));
}

/** An officer as an audit event names them. */
export function officerActor({ person, unit, role }: Appointment): Actor {
  return { kind: "officer", person, unit, role };
}
