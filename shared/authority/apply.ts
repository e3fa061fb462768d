/**
 * Applying an authority's file: what is stored becomes what the file says, appointments that it
 * does not name any more end, and an audit event says who applied what. Where its calendar is not
 * the one before, the sweep is told to count its open files anew.
 */
import { digest } from "../audit/chain.ts";
import type { Calendar } from "../calendar/calendar.ts";
import { type AppliedCalendar, decreedBy } from "../clock/decreed.ts";
import type { Instant } from "../ports.ts";
import { put, type Table, type Write } from "../store/client.ts";
import * as keys from "../store/keys.ts";
import { appointmentWrites, withoutKey } from "../store/people.ts";
import { recountWrite } from "../store/recounts.ts";
import type { Appointment, AuthorityFile } from "./authority.ts";

export interface Applied {
  /** Number of the audit event, or undefined where nothing changed. */
  readonly event?: number;
  readonly appointed: number;
  readonly ended: number;
  /** How many days the calendar sees differently from the one before it, or that it knows anew. */
  readonly decreed: number;
}

/** A transaction of DynamoDB holds 100 writes; some are the authority's own. */
const MOST_AT_ONCE = 90;

/**
 * @param by who applies it, as the audit trail names them
 * @param others calendars that its overrides name beside its own
 * @throws ConditionFailed where somebody else applied a file meanwhile: run it again
 */
export async function applyAuthority(
  table: Table,
  file: AuthorityFile,
  calendar: Calendar,
  by: string,
  now: Instant,
  others: readonly Calendar[] = [],
): Promise<Applied> {
  const { appointments: rows, ...authority } = file;
  const wanted = rows.map((row): Appointment => appointmentOf(authority.id, row));
  const before = await officersOf(table, authority.id);
  const ended = before.filter((old) => !wanted.some((each) => sameSeat(each, old)));
  const appointed = wanted.filter((each) => !before.some((old) => digest(old) === digest(each)));
  const last = await lastApplied(table, authority.id);
  const contents = digest({ file, calendar, ...(others.length > 0 && { others }) });
  if (last?.contents === contents) return { appointed: 0, ended: 0, decreed: 0 };
  const all = [undefined, ...others.map(({ id }) => id)];
  const fresh = await Promise.all(
    all.map((other, index) =>
      changedCalendar(table, authority.id, other, [calendar, ...others][index] as Calendar, now),
    ),
  );
  const recounts = fresh.some(({ changed }) => changed);
  const event = { seq: (last?.seq ?? 0) + 1, at: now, by, contents, previous: last?.hash ?? "" };
  const people = lastOfEach([
    ...ended.flatMap(endWrites),
    ...appointed.flatMap((each) => appointmentWrites(each)),
  ]);
  // The event goes with the last part: what was cut off before it is applied by the next run.
  while (people.length > MOST_AT_ONCE) await table.write(people.splice(0, MOST_AT_ONCE));
  await table.write([
    ...people,
    put(
      { ...keys.authorityEvent(authority.id, event.seq), ...event, hash: digest(event) },
      { onlyNew: true },
    ),
    put({ ...keys.authority(authority.id), ...authority }),
    ...fresh.map(({ item }) => put(item)),
    put({ ...keys.authorityName(authority.id) }),
    ...(recounts ? [recountWrite(authority.id, now)] : []),
  ]);
  return {
    event: event.seq,
    appointed: appointed.length,
    ended: ended.length,
    decreed: fresh.reduce((sum, { decreed }) => sum + decreed, 0),
  };
}

/** One calendar as it will stand, with what it changes in the one before it. */
async function changedCalendar(
  table: Table,
  authority: string,
  other: string | undefined,
  calendar: Calendar,
  now: Instant,
) {
  const key = keys.calendar(authority, other);
  const applied = await table.get(key);
  const known = applied && (withoutKey(applied) as unknown as AppliedCalendar);
  const decreed = decreedBy(known, calendar, now);
  const { decreed: before = [], ...old } = known ?? ({} as Partial<AppliedCalendar>);
  return {
    item: { ...key, ...calendar, ...(decreed.length > 0 && { decreed }) },
    decreed: decreed.length - before.length,
    changed: known !== undefined && digest(old) !== digest(calendar),
  };
}

function appointmentOf(authority: string, row: AuthorityFile["appointments"][number]): Appointment {
  const { from, to, ...rest } = row;
  return { ...rest, authority, from: Date.parse(from), ...(to && { to: Date.parse(to) }) };
}

function sameSeat(a: Appointment, b: Appointment): boolean {
  return a.id === b.id && a.person === b.person && a.unit === b.unit && a.role === b.role;
}

function endWrites({ person, authority, id, unit, role }: Appointment): Write[] {
  return [
    { Delete: { Key: { ...keys.appointment(person, authority, id) } } },
    { Delete: { Key: { ...keys.officer(authority, unit, role, id) } } },
  ];
}

/** A transaction takes one write of an item: who moves to another seat is put, and not ended first. */
function lastOfEach(writes: readonly Write[]): Write[] {
  const byKey = new Map<string, Write>();
  for (const write of writes) {
    const { pk, sk } = "Put" in write ? write.Put.Item : "Delete" in write ? write.Delete.Key : {};
    byKey.set(`${pk} ${sk}`, write);
  }
  return [...byKey.values()];
}

async function officersOf(table: Table, authority: string): Promise<Appointment[]> {
  const officers: Appointment[] = [];
  let after: Record<string, unknown> | undefined;
  do {
    const page = await table.query({
      partition: ["pk", keys.authority(authority).pk],
      sort: { name: "sk", prefix: "OFFICER#" },
      consistent: true,
      ...(after && { after }),
    });
    officers.push(...page.items.map((item) => withoutKey(item) as unknown as Appointment));
    after = page.last;
  } while (after);
  return officers;
}

/** The last event of an authority: who applied what, or undefined where nobody has. */
export async function lastApplied(table: Table, authority: string) {
  const { items } = await table.query({
    partition: ["pk", keys.authority(authority).pk],
    sort: { name: "sk", prefix: "EVENT#" },
    backwards: true,
    limit: 1,
    consistent: true,
  });
  return items[0] as { seq: number; hash: string; contents: string; by: string } | undefined;
}
