import { HEAD_ROLE } from "../../shared/access.ts";
import { type Appointment, inForce } from "../../shared/authority/authority.ts";
import { Problem } from "../../shared/problem.ts";
import { inboxOf } from "../../shared/store/table.ts";
import { cursorOf, positionOf } from "../cursor.ts";
import { http } from "../runtime.ts";
import { clock, jurisdiction, store } from "../wiring.ts";
import { listTasks } from "./contracts.ts";
import { entryView } from "./view.ts";

const POSITION = { pk: "string", sk: "string", inboxOrder: "string" } as const;

export const handler = http(listTasks, async ({ query, caller, language }) => {
  const held = await store().people.appointmentsOf(caller.person);
  const now = clock.now();
  const inbox = inboxFor(
    held.filter((each) => inForce(each, now)),
    query,
  );
  const partition = inboxOf(inbox.authority, inbox.unit, inbox.role);
  const after = positionOf(query.cursor, { inbox: partition }, POSITION);
  const [{ entries, last }, { calendar }] = await Promise.all([
    store().inbox.page(inbox, { limit: query.limit ?? 25, ...(after && { after }) }),
    jurisdiction(inbox.authority),
  ]);
  const tasks = entries.map((entry) => entryView(entry, inbox, calendar, language));
  return { status: 200, body: { tasks, next: cursorOf(last, ["inbox"]) } };
});

/**
 * The inbox that is meant: that of one's own role, or, for a head, of any role of the unit.
 * @throws Problem `not-found` where it is none of one's own; `validation-failed` where one has
 *   several appointments and names none
 */
export function inboxFor(
  appointments: readonly Appointment[],
  wanted: { [Part in "authority" | "unit" | "role"]?: string | undefined },
) {
  const units = appointments.filter(
    ({ authority, unit }) =>
      (!wanted.authority || authority === wanted.authority) &&
      (!wanted.unit || unit === wanted.unit),
  );
  const own = units.filter(({ role }) => !wanted.role || role === wanted.role);
  const led = units.filter(({ role }) => role === HEAD_ROLE);
  const found = own.length > 0 ? own : wanted.role ? led : [];
  const [first] = found;
  if (!first) throw new Problem("not-found");
  // An appointment that is renewed before it ends is the same seat twice.
  if (new Set(found.map(nameOf)).size > 1) {
    throw new Problem("validation-failed", { faults: [SEVERAL] });
  }
  const { authority, unit, role } = first;
  return { authority, unit, role: own.length > 0 ? role : (wanted.role ?? role) };
}

function nameOf({ authority, unit, role }: Appointment): string {
  return inboxOf(authority, unit, role);
}

const SEVERAL = {
  pointer: "/unit",
  code: "required",
  detail: {
    en: "You hold several appointments: say for which authority, unit and role.",
    vi: "Bạn giữ nhiều vai trò: hãy chọn cơ quan, đơn vị và vai trò.",
  },
};
