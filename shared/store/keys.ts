/** The key of each item: see the table's own description. One by one, so that a bundle has those it uses. */

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export const application = (id: string): Key => ({ pk: `APPLICATION#${id}`, sk: "APPLICATION" });
export const task = (id: string, stage: string, round: number): Key => ({
  pk: `APPLICATION#${id}`,
  sk: `APPLICATION#TASK#${stage}#${padded(round, 3)}`,
});
export const answers = (id: string): Key => ({ pk: `APPLICATION#${id}`, sk: "ANSWERS" });
export const correction = (id: string, supplement: string, round: number): Key => ({
  pk: `APPLICATION#${id}`,
  sk: `CORRECTION#${supplement}#${padded(round, 3)}`,
});
export const document = (id: string, document: string): Key => ({
  pk: `APPLICATION#${id}`,
  sk: `DOCUMENT#${document}`,
});
export const event = (id: string, seq: number): Key => ({
  pk: `APPLICATION#${id}`,
  sk: `EVENT#${padded(seq, 8)}`,
});
export const mail = (id: string, seq: number, part = 1): Key => ({
  pk: `APPLICATION#${id}`,
  sk: `MAIL#${padded(seq, 8)}${part > 1 ? `#${part}` : ""}`,
});
export const escalation = (id: string, stage: string, round: number): Key => ({
  pk: `APPLICATION#${id}`,
  sk: `ESCALATION#${stage}#${padded(round, 3)}`,
});
export const settlement = (id: string, checkout: string): Key => ({
  pk: `APPLICATION#${id}`,
  sk: `SETTLEMENT#${checkout}`,
});
export const licence = (id: string): Key => ({ pk: `APPLICATION#${id}`, sk: "LICENCE" });
export const licenceForms = (id: string): Key => ({ pk: `APPLICATION#${id}`, sk: "LICENCE#FORMS" });
export const licenceNumber = (number: string): Key => ({ pk: `LICENCE#${number}`, sk: "LICENCE" });
export const dossier = (code: string): Key => ({ pk: `DOSSIER#${code}`, sk: "DOSSIER" });
export const gatewayEvent = (event: string): Key => ({ pk: `GATEWAY#${event}`, sk: "GATEWAY" });
export const party = (party: string): Key => ({ pk: `PARTY#${party}`, sk: "PARTY" });
export const membership = (person: string, party: string): Key => ({
  pk: `PERSON#${person}`,
  sk: `PARTY#${party}`,
});
export const appointment = (person: string, authority: string, id: string): Key => ({
  pk: `PERSON#${person}`,
  sk: `APPOINTMENT#${authority}#${id}`,
});
export const authority = (authority: string): Key => ({
  pk: `AUTHORITY#${authority}`,
  sk: "AUTHORITY",
});
export const calendar = (authority: string, other?: string): Key => ({
  pk: `AUTHORITY#${authority}`,
  sk: other === undefined ? "CALENDAR" : `CALENDAR#${other}`,
});
export const officer = (authority: string, unit: string, role: string, id: string): Key => ({
  pk: `AUTHORITY#${authority}`,
  sk: `OFFICER#${unit}#${role}#${id}`,
});
export const authorityEvent = (authority: string, seq: number): Key => ({
  pk: `AUTHORITY#${authority}`,
  sk: `EVENT#${padded(seq, 8)}`,
});
export const signingKey = (authority: string, purpose: string, kid: string): Key => ({
  pk: `AUTHORITY#${authority}`,
  sk: `KEY#${purpose}#${kid}`,
});
export const counter = (name: string): Key => ({ pk: `COUNTER#${name}`, sk: "COUNTER" });
export const statusList = (list: string): Key => ({ pk: `STATUSLIST#${list}`, sk: "STATUSLIST" });
export const statusIndex = (list: string, index: number): Key => ({
  pk: `STATUSLIST#${list}`,
  sk: `INDEX#${padded(index, 7)}`,
});
export const statusMark = (list: string, index: number): Key => ({
  pk: `STATUSLIST#${list}`,
  sk: `MARK#${padded(index, 7)}`,
});
export const statusRevision = (list: string): Key => ({ pk: `STATUSLIST#${list}`, sk: "REVISION" });
export const statusSecret = (list: string): Key => ({ pk: `STATUSLIST#${list}`, sk: "SECRET" });
export const recount = (authority: string): Key => ({
  pk: `AUTHORITY#${authority}`,
  sk: "RECOUNT",
});
export const authorityName = (authority: string): Key => ({
  pk: "AUTHORITIES",
  sk: `AUTHORITY#${authority}`,
});
export const idempotency = (subject: string, key: string): Key => ({
  pk: `IDEMPOTENCY#${subject}#${key}`,
  sk: "IDEMPOTENCY",
});

/** A number as it stands in a key, so that keys sort as numbers do. */
export function padded(number: number, width: number): string {
  return String(number).padStart(width, "0");
}
