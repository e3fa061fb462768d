/** The table's parts, opened together. */
import { type Applications, applications } from "./applications.ts";
import { type Authorities, authorities } from "./authorities.ts";
import type { Table } from "./client.ts";
import { type Documents, documents } from "./documents.ts";
import { type Idempotency, idempotency } from "./idempotency.ts";
import { type Inbox, inbox } from "./inbox.ts";
import { type KeyRings, keyRings } from "./key-rings.ts";
import { type Licences, licences } from "./licences.ts";
import { type Outbox, outbox } from "./outbox.ts";
import { type People, people } from "./people.ts";
import { type Recounts, recounts } from "./recounts.ts";
import { type Settlements, settlements } from "./settlements.ts";
import { type StatusLists, statusLists } from "./status-lists.ts";
import { type Wake, wake } from "./wake.ts";

export interface Store {
  readonly table: Table;
  readonly applications: Applications;
  readonly authorities: Authorities;
  readonly documents: Documents;
  readonly idempotency: Idempotency;
  readonly inbox: Inbox;
  readonly keyRings: KeyRings;
  readonly licences: Licences;
  readonly outbox: Outbox;
  readonly people: People;
  readonly settlements: Settlements;
  readonly recounts: Recounts;
  readonly statusLists: StatusLists;
  readonly wake: Wake;
}

export function openStore(table: Table): Store {
  return {
    table,
    applications: applications(table),
    authorities: authorities(table),
    documents: documents(table),
    idempotency: idempotency(table),
    inbox: inbox(table),
    keyRings: keyRings(table),
    licences: licences(table),
    outbox: outbox(table),
    people: people(table),
    settlements: settlements(table),
    recounts: recounts(table),
    statusLists: statusLists(table),
    wake: wake(table),
  };
}
