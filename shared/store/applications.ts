/** Applications in the table: the hot item, its tasks, its cold items, its trail. */
import type { Application, Task } from "../application/application.ts";
import type { Change } from "../application/change.ts";
import type { AuditEvent, Seat } from "../application/event.ts";
import type { Instant } from "../ports.ts";
import {
  ConditionFailed,
  type Item,
  put,
  type Table,
  type TableReader,
  type Write,
  WriteConflict,
} from "./client.ts";
import * as keys from "./keys.ts";
import { pack, unpack } from "./packing.ts";
import { inboxOf, inboxOrder, type Key, type WakeKind, wakeOf } from "./table.ts";

/** A token as it stands with its task; it never leaves this module but to the workflow. */
export interface TokenOf {
  readonly stage: string;
  readonly round: number;
  readonly run: number;
  readonly token: string;
}

export interface Commit {
  readonly change: Change;
  readonly wake: { readonly kind: WakeKind; readonly at: Instant } | undefined;
  /** Real time at which the sweep sends a mail, or settles a checkout, that nobody did by then. */
  readonly redriveAt: Instant;
  /** The task token that came with the stage's opening. */
  readonly token?: TokenOf;
  /** What else must be written, or hold, for the change to be true. */
  readonly beside?: readonly Write[];
}

/** Whose condition failed: the application's version, or which of the writes beside it. */
export interface CommitFailure {
  readonly moved: boolean;
  readonly beside: readonly number[];
}

export interface Answers {
  readonly answers: unknown;
  readonly digest: string;
}

export interface Applications {
  load(id: string): Promise<Application | undefined>;
  /** Those that there are, in no order. */
  loadAll(ids: readonly string[]): Promise<Application[]>;
  /** The application with the tokens of its tasks, by `stage#round`, in one read. */
  loadWithTokens(
    id: string,
  ): Promise<{ application: Application; tokens: ReadonlyMap<string, TokenOf> } | undefined>;
  /** Sets when to look again at an application that did not change; one that did sees to itself. */
  rewake(application: Application, wake: Commit["wake"]): Promise<void>;
  /** Everything or nothing. Throws ConditionFailed (see `failureOf`) or WriteConflict. */
  commit(commit: Commit): Promise<void>;
  trail(id: string, page?: { after?: number; limit?: number }): Promise<AuditEvent[]>;
  /** What was handed in; of a draft, what was saved. */
  answers(id: string): Promise<Answers | undefined>;
  /** What the applicant saved in answer to a supplement request and did not hand in yet. */
  correction(id: string, supplement: Pick<Task, "stage" | "round">): Promise<Answers | undefined>;
  ofParty(
    party: string,
    page: { limit: number; after?: Item },
  ): Promise<{ applications: Application[]; last?: Item }>;
}

/** The state of files, for who reads nothing else of them. */
export function readApplications(table: TableReader): Pick<Applications, "load" | "loadAll"> {
  return {
    async load(id) {
      const item = await table.get(keys.application(id));
      return item && applicationOf(item);
    },
    async loadAll(ids) {
      return (await table.getAll(ids.map(keys.application))).map(applicationOf);
    },
  };
}

export function applications(table: Table): Applications {
  const answersAt = async (key: Key): Promise<Answers | undefined> => {
    const item = await table.get(key);
    return item && { answers: item["answers"], digest: String(item["digest"]) };
  };
  return {
    ...readApplications(table),
    async loadWithTokens(id) {
      const { pk, sk } = keys.application(id);
      const { items } = await table.query({
        partition: ["pk", pk],
        sort: { name: "sk", prefix: sk },
        consistent: true,
      });
      const [hot, ...tasks] = items;
      if (hot?.["sk"] !== sk) return undefined;
      const tokens = tasks
        .filter((item) => item["token"] !== undefined)
        .map((item) => item as unknown as TokenOf)
        .map(
          ({ stage, round, run, token }) =>
            [`${stage}#${round}`, { stage, round, run, token }] as const,
        );
      return { application: applicationOf(hot), tokens: new Map(tokens) };
    },
    async rewake({ id, seq }, wake) {
      try {
        await table.update({
          Key: { ...keys.application(id) },
          ConditionExpression: "#seq = :seq",
          ...(wake
            ? {
                UpdateExpression: "SET #wake = :wake, #wakeAt = :wakeAt",
                ExpressionAttributeValues: {
                  ":seq": seq,
                  ":wake": wakeOf(wake.kind, id),
                  ":wakeAt": wake.at,
                },
              }
            : {
                UpdateExpression: "REMOVE #wake, #wakeAt",
                ExpressionAttributeValues: { ":seq": seq },
              }),
          ExpressionAttributeNames: { "#seq": "seq", "#wake": "wake", "#wakeAt": "wakeAt" },
        });
      } catch (error) {
        // Whoever is writing it at this moment sees to its next time as well.
        if (!(error instanceof ConditionFailed || error instanceof WriteConflict)) throw error;
      }
    },
    async commit(commit) {
      await table.write(commitWrites(commit));
    },
    async trail(id, { after = 0, limit } = {}) {
      const { pk } = keys.application(id);
      const events: AuditEvent[] = [];
      let last: Item | undefined = after > 0 ? { ...keys.event(id, after) } : undefined;
      do {
        const page = await table.query({
          partition: ["pk", pk],
          sort: { name: "sk", prefix: "EVENT#" },
          ...(last && { after: last }),
          ...(limit !== undefined && { limit }),
          consistent: true,
        });
        events.push(...page.items.map(eventOf));
        last = page.last;
      } while (last && limit === undefined);
      return events;
    },
    answers: (id) => answersAt(keys.answers(id)),
    correction: (id, { stage, round }) => answersAt(keys.correction(id, stage, round)),
    async ofParty(party, { limit, after }) {
      const page = await table.query({
        index: "party",
        partition: ["party", party],
        limit,
        backwards: true,
        ...(after && { after }),
      });
      const items = await table.getAll(page.items.map(({ pk, sk }) => ({ pk, sk }) as Key));
      const applications = items
        .map(applicationOf)
        .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
      return { applications, ...(page.last && { last: page.last }) };
    },
  };
}

/** What of a commit failed, told apart by the positions that `commitWrites` gives. */
export function failureOf(commit: Commit, failed: readonly number[]): CommitFailure {
  const own = 1 + commit.change.events.length;
  const first = commitWrites(commit).length - (commit.beside?.length ?? 0);
  return {
    moved: failed.some((at) => at < own),
    beside: failed.filter((at) => at >= first).map((at) => at - first),
  };
}

/** All that makes a change true, for a transaction that also changes something else. */
export function commitWrites({ change, wake, redriveAt, token, beside = [] }: Commit): Write[] {
  const { before, after } = change;
  const { id } = after;
  return [
    {
      Put: {
        Item: {
          ...itemOf(after),
          ...(wake && { wake: wakeOf(wake.kind, id), wakeAt: wake.at }),
        },
        ...(before
          ? {
              ConditionExpression: "#seq = :seq",
              ExpressionAttributeNames: { "#seq": "seq" },
              ExpressionAttributeValues: { ":seq": before.seq },
            }
          : {
              ConditionExpression: "attribute_not_exists(#pk)",
              ExpressionAttributeNames: { "#pk": "pk" },
            }),
      },
    },
    ...change.events.map((event) =>
      put({ ...keys.event(id, event.seq), ...event }, { onlyNew: true }),
    ),
    ...taskWrites(change, token),
    ...change.mails.map((mail) =>
      put({
        ...keys.mail(id, mail.seq, mail.part),
        ...mail,
        application: id,
        wake: wakeOf("redrive", id),
        wakeAt: redriveAt,
      }),
    ),
    ...change.settlements.map((checkout) =>
      put({
        ...keys.settlement(id, checkout),
        wake: wakeOf("redrive", id),
        wakeAt: redriveAt,
      }),
    ),
    ...beside,
  ];
}

function taskWrites({ after, tasks }: Change, token: TokenOf | undefined): Write[] {
  const writes = [
    ...tasks
      .filter(({ stage, round }) => stage !== token?.stage || round !== token.round)
      .map((task) => taskWrite(after, task, undefined)),
    ...tasks.filter(({ superior }) => superior).map((task) => escalationWrite(after, task)),
  ];
  if (!token) return writes;
  const opened = tasks.find(({ stage, round }) => stage === token.stage && round === token.round);
  return [...writes, taskWrite(after, opened, token)];
}

/** Sets what an inbox shows of an open task, takes a closed one out, and keeps the token. */
function taskWrite(application: Application, task: Task | undefined, token: TokenOf | undefined) {
  const { id } = application;
  const { stage, round } = (task ?? token) as { stage: string; round: number };
  const set: Item = { stage, round, application: id };
  if (token) Object.assign(set, { token: token.token, run: token.run });
  const { unit, role } = task ?? {};
  if (task && unit && role) Object.assign(set, shownOf(application, task, { unit, role }));
  return inboxWrite(keys.task(id, stage, round), set, task !== undefined);
}

/** The same task in the inbox of the superior who was told of it, while it waits. */
function escalationWrite(application: Application, task: Task): Write {
  const { stage, round, unit = "", role = "", superior } = task;
  const { id } = application;
  const set: Item = { stage, round, application: id };
  const below = { unit, role };
  if (superior) Object.assign(set, shownOf(application, task, superior, below));
  return inboxWrite(keys.escalation(id, stage, round), set, true);
}

/** What the inbox of a seat shows of a task that waits; nothing of one that does not. */
function shownOf(application: Application, task: Task, seat: Seat, below?: Seat): Item {
  if (task.outcome !== undefined) return {};
  const { id, authority, dossier, permit, permitVersion } = application;
  const { stage, openedAt, dueAt, claimedBy } = task;
  return {
    inbox: inboxOf(authority, seat.unit, seat.role),
    inboxOrder: inboxOrder(dueAt, id, stage, below),
    dossier,
    permit,
    permitVersion,
    openedAt,
    dueAt,
    claimedBy,
  };
}

/** Sets the attributes given and, where they are the whole of it, takes out what an inbox showed. */
function inboxWrite(key: Key, set: Item, whole: boolean): Write {
  const present = Object.entries(set).filter(([, value]) => value !== undefined);
  const gone = whole
    ? ["inbox", "inboxOrder", "claimedBy"].filter((name) => set[name] === undefined)
    : [];
  const names = [...present.map(([name]) => name), ...gone];
  return {
    Update: {
      Key: { ...key },
      UpdateExpression: [
        `SET ${present.map(([name]) => `#${name} = :${name}`).join(", ")}`,
        gone.length > 0 ? `REMOVE ${gone.map((name) => `#${name}`).join(", ")}` : "",
      ].join(" "),
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        present.map(([name, value]) => [`:${name}`, value]),
      ),
    },
  } satisfies Write;
}

/** What indexes, filters and conditions name is in the clear, the rest is packed. */
function itemOf({ id, seq, phase, party, createdAt, ...state }: Application): Item & Key {
  return { ...keys.application(id), id, seq, phase, party, createdAt, state: pack(state) };
}

/** An application from its item; one of before states were packed holds its state in the clear. */
export function applicationOf(item: Item): Application {
  const { pk: _, sk: __, wake: ___, wakeAt: ____, state, ...clear } = item;
  return { ...clear, ...(state instanceof Uint8Array && unpack(state)) } as unknown as Application;
}

function eventOf(item: Item): AuditEvent {
  const { pk: _, sk: __, ...event } = item;
  return event as unknown as AuditEvent;
}
