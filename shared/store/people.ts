/** Parties, who acts for them, and officers' appointments. */
import type { Appointment } from "../authority/authority.ts";
import type { PartyKind } from "../permit/permit.ts";
import { type Item, put, type Table, type Write } from "./client.ts";
import * as keys from "./keys.ts";
import type { Key } from "./table.ts";

/** An applicant: a person, a household or an organisation, for whom people and machines may act. */
export interface Party {
  readonly id: string;
  readonly kind: PartyKind;
  readonly name: string;
  readonly taxId?: string;
  readonly email: string;
  readonly language: string;
}

export interface People {
  party(id: string): Promise<Party | undefined>;
  /** The parties that a person or a machine client may act for. */
  partiesOf(person: string): Promise<string[]>;
  /** Every appointment of an officer, in force or not. */
  appointmentsOf(person: string): Promise<Appointment[]>;
}

export function people(table: Table): People {
  const under = async (person: string, prefix: string) => {
    const { items } = await table.query({
      partition: ["pk", keys.membership(person, "").pk],
      sort: { name: "sk", prefix },
      consistent: true,
    });
    return items;
  };
  return {
    async party(id) {
      const item = await table.get(keys.party(id));
      return item && (withoutKey(item) as unknown as Party);
    },
    async partiesOf(person) {
      return (await under(person, "PARTY#")).map(({ sk }) => String(sk).slice("PARTY#".length));
    },
    async appointmentsOf(person) {
      return (await under(person, "APPOINTMENT#")).map(
        (item) => withoutKey(item) as unknown as Appointment,
      );
    },
  };
}

/** Writes that register a party and one person who acts for it. */
export function partyWrites(party: Party, persons: readonly string[]): Write[] {
  return [
    put({ ...keys.party(party.id), ...party }),
    ...persons.map((person) => put({ ...keys.membership(person, party.id), person })),
  ];
}

/** An appointment stands under its person (to decide by) and its authority (to list by). */
export function appointmentWrites(appointment: Appointment): Write[] {
  const { person, authority, id, unit, role } = appointment;
  return [
    put({ ...keys.appointment(person, authority, id), ...appointment }),
    put({ ...keys.officer(authority, unit, role, id), ...appointment }),
  ];
}

export function withoutKey(item: Item): Item {
  const { pk: _, sk: __, ...rest } = item as Item & Key;
  return rest;
}
