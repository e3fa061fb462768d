/**
 * An application's state as one attribute, so that the item which every change writes is one unit
 * of a kilobyte: its JSON, deflated (RFC 1951) with the words that all of them are made of given
 * beforehand. What indexes, filters and people at a console look for stands beside it in the clear.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Told by the first byte of what was packed. Words never change: others are another version. */
const VERSION = 1;

/** The likelier a word, the later it stands: what is near is referred to in fewer bits. */
const WORDS = Buffer.from(
  [
    `"amount":0,"currency":"VND"},"limit":{"amount":10,"unit":"workingHours","calendarDays"`,
    `"calendarMonths","workingDays"},"completenessDueAt":179,"checkout":"","paid":{"checkout":"`,
    `"reserved":"","licence":"","warnedAt":179,"endedAt":179,"closedAt":179,"promisedDueAt":179`,
    `"ledger":{"marks":[{"kind":"started","at":179,"reason":"accepted"},{"kind":"stopped","at":179`,
    `"reason":"supplement"},{"kind":"resumed","at":179,"reason":"payment"},{"kind":"ended"`,
    `"head":"","permit":"","permitVersion":1,"authority":"","place":"","applicantKind":"household`,
    `organisationperson","language":"vien","run":1,"current":["`,
    `"],"dossier":"","submittedAt":179,"fee":{"amount":`,
    `"escalated":true,"claimedBy":"","outcome":"Refused","Withdrawn","DeadlinePassed`,
    `"SupplementRequired","tasks":{"-supplement":{"by":"applicant",`,
    `"reception":{"stage":"reception","round":1,"by":"officer","unit":"","role":"","openedAt":179`,
    `,"call":{"entered":179,"attempt":0},"dueAt":179`,
    `,"outcome":"Approved","decidedBy":"","decidedAt":179},"`,
  ].join(""),
);

/**
 * The text of packed bytes, as long as somebody has these very bytes: where an item is remembered, it
 * is not inflated for everybody who looks at it.
 */
const texts = new WeakMap<Uint8Array, string>();

/** @param state anything that JSON can say */
export function pack(state: object): Uint8Array {
  const text = JSON.stringify(state);
  const deflated = deflateRawSync(text, { dictionary: WORDS, level: 9 });
  const packed = Buffer.concat([Buffer.of(VERSION), deflated]);
  texts.set(packed, text);
  return packed;
}

/** @throws Error for what was not packed here */
export function unpack(packed: Uint8Array): object {
  if (packed[0] !== VERSION) throw new Error(`a state of packing ${packed[0]} is not known here`);
  const text = texts.get(packed) ?? inflated(packed);
  texts.set(packed, text);
  return JSON.parse(text) as object;
}

function inflated(packed: Uint8Array): string {
  return inflateRawSync(packed.subarray(1), { dictionary: WORDS }).toString();
}
