import { randomUUID } from "node:crypto";
import { openRun, type Status } from "./execution.ts";
import type { ExecutionRow, Journal, MachineRow } from "./journal.ts";
import { type Machines, nameOf } from "./machines.ts";
import {
  arnOf,
  jsonOf,
  optionalText,
  pageSizeOf,
  pageStartOf,
  pageToken,
  Refusal,
  refuseMembers,
  violation,
} from "./refusal.ts";
import { runOf, type Scheduler } from "./scheduler.ts";

type Input = Readonly<Record<string, unknown>>;

const EXECUTION_ARN = /^arn:[^:]+:states:[^:]+:\d{12}:execution:[^:/]+:.+$/;

/** As AWS lists them; nothing here is ever about to be redriven. */
const STATUSES: readonly string[] = [
  "SUCCEEDED",
  "TIMED_OUT",
  "PENDING_REDRIVE",
  "ABORTED",
  "FAILED",
  "RUNNING",
] satisfies (Status | "PENDING_REDRIVE")[];

export interface ExecutionsOptions {
  readonly journal: Journal;
  readonly machines: Machines;
  readonly scheduler: Scheduler;
  readonly now: () => number;
}

/** The executions: starting, stopping, looking at them. */
export class Executions {
  readonly #options: ExecutionsOptions;
  /** Being created: a second start under the same name waits for the first. */
  readonly #starting = new Map<string, Promise<void>>();
  #lastId: number;

  constructor(options: ExecutionsOptions) {
    this.#options = options;
    const { id } = options.journal.get<{ id: number }>(
      "SELECT coalesce(max(seq), 0) AS id FROM sqlite_sequence WHERE name = 'executions'",
    ) ?? { id: 0 };
    this.#lastId = id;
  }

  /** Starting again under the same name with the same input while it runs is a success. */
  async start(input: Input): Promise<object> {
    refuseMembers(input, { stateMachineArn: true, name: true, input: true, traceHeader: true });
    const machine = this.#options.machines.find(input);
    const name = input["name"] === undefined ? randomUUID() : nameOf(input, "name");
    const given = executionInput(input);
    const arn = `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
    // Asked again after each: of those who waited for one that failed, another has begun meanwhile.
    for (let other = this.#starting.get(arn); other; other = this.#starting.get(arn)) {
      await other.catch(() => {});
    }
    const known = this.#byArn(arn);
    if (known) {
      if (known.status !== "RUNNING" || known.input !== given) {
        throw new Refusal("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
      }
      return { executionArn: arn, startDate: known.started / 1000 };
    }
    const started = this.#options.now();
    const created = this.#create({ arn, name, machine, input: given, started });
    this.#starting.set(arn, created);
    try {
      await created;
    } finally {
      this.#starting.delete(arn);
    }
    return { executionArn: arn, startDate: started / 1000 };
  }

  #create(fresh: {
    arn: string;
    name: string;
    machine: MachineRow;
    input: string;
    started: number;
  }): Promise<void> {
    const { journal, machines, scheduler } = this.#options;
    const { arn, name, machine, input, started } = fresh;
    this.#lastId += 1;
    const id = this.#lastId;
    const definition = machines.definition(machine.definition);
    const limit = definition.TimeoutSeconds;
    const row: ExecutionRow = {
      id,
      arn,
      machine: machine.arn,
      name,
      role: machine.role,
      definition: machine.definition,
      input,
      status: "RUNNING",
      output: null,
      error: null,
      cause: null,
      started,
      stopped: null,
      expires: limit === undefined ? null : started + limit * 1000,
    };
    const run = runOf(row, definition);
    const opening = openRun(run, input);
    return scheduler.begin(id, run, () => {
      journal.writeExecution(row);
      journal.writeEvents(id, [opening]);
    });
  }

  #byArn(arn: string): ExecutionRow | undefined {
    return this.#options.journal.get<ExecutionRow>("SELECT * FROM executions WHERE arn = ?", arn);
  }

  /** @throws Refusal ExecutionDoesNotExist, InvalidArn */
  #find(input: Input): ExecutionRow {
    const arn = arnOf(input, "executionArn", EXECUTION_ARN);
    const row = this.#byArn(arn);
    if (row) return row;
    throw new Refusal("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
  }

  describe(input: Input): object {
    refuseMembers(input, { executionArn: true, includedData: "ALL_DATA" });
    const row = this.#find(input);
    return {
      ...summaryOf(row),
      input: row.input,
      inputDetails: { included: true },
      ...redriveOf(row.status),
      ...(row.output === null ? {} : { output: row.output, outputDetails: { included: true } }),
      error: row.status === "TIMED_OUT" ? undefined : (row.error ?? undefined),
      cause: row.cause ?? undefined,
    };
  }

  /** Newest first. */
  list(input: Input): object {
    refuseMembers(input, {
      stateMachineArn: true,
      statusFilter: true,
      maxResults: true,
      nextToken: true,
    });
    const machine = this.#options.machines.find(input);
    const status = optionalText(input, "statusFilter");
    if (status !== undefined && !STATUSES.includes(status)) {
      const allowed = `Member must satisfy enum value set: [${STATUSES.join(", ")}]`;
      throw violation("statusFilter", status, allowed);
    }
    const size = pageSizeOf(input);
    const scope = `executions ${machine.arn} ${status}`;
    const before = Number(pageStartOf(input, scope, { maximum: 3096 }) ?? Number.MAX_SAFE_INTEGER);
    const filter = status === undefined ? "" : "AND status = ?4";
    const rows = this.#options.journal.all<ExecutionRow>(
      `SELECT * FROM executions WHERE machine = ?1 AND id < ?2 ${filter} ORDER BY id DESC LIMIT ?3`,
      machine.arn,
      before,
      size + 1,
      ...(status === undefined ? [] : [status]),
    );
    const page = rows.slice(0, size);
    const executions = page.map(summaryOf);
    const last = page.at(-1);
    if (rows.length <= size || !last) return { executions };
    return { executions, nextToken: pageToken(scope, last.id) };
  }

  async stop(input: Input): Promise<object> {
    refuseMembers(input, { executionArn: true, error: true, cause: true });
    const row = this.#find(input);
    const error = optionalText(input, "error", { maximum: 256 });
    const cause = optionalText(input, "cause", { maximum: 32_768 });
    await this.#options.scheduler.post(row.id, { kind: "stop", error, cause });
    return { stopDate: (this.#byArn(row.arn)?.stopped ?? this.#options.now()) / 1000 };
  }

  history(input: Input): object {
    const allowed = {
      executionArn: true,
      maxResults: true,
      nextToken: true,
      reverseOrder: true,
      includeExecutionData: true,
    };
    refuseMembers(input, allowed);
    const row = this.#find(input);
    const size = pageSizeOf(input);
    const reverse = input["reverseOrder"] === true;
    const scope = `history ${row.arn} ${reverse}`;
    const start = pageStartOf(input, scope);
    const from = Number(start ?? (reverse ? Number.MAX_SAFE_INTEGER : 0));
    const [comparison, order] = reverse ? ["<", "DESC"] : [">", "ASC"];
    const rows = this.#options.journal.all<EventRow>(
      `SELECT * FROM events WHERE execution = ? AND id ${comparison} ? ORDER BY id ${order} LIMIT ?`,
      row.id,
      from,
      size + 1,
    );
    const page = rows.slice(0, size);
    const events = page.map((event) => eventOf(event, input["includeExecutionData"] !== false));
    const last = page.at(-1);
    if (rows.length <= size || !last) return { events };
    return { events, nextToken: pageToken(scope, last.id) };
  }
}

interface EventRow {
  readonly id: number;
  readonly previous: number;
  readonly timestamp: number;
  readonly type: string;
  readonly details: string | null;
}

/** Data that `includeExecutionData: false` leaves out. */
const EXECUTION_DATA: readonly string[] = ["input", "output", "parameters", "assignedVariables"];

function eventOf({ id, previous, timestamp, type, details }: EventRow, included: boolean): object {
  const event = { id, previousEventId: previous, timestamp: timestamp / 1000, type };
  if (details === null) return event;
  const members = Object.entries(JSON.parse(details) as Record<string, unknown>);
  const shown = members.filter(([name]) => included || !EXECUTION_DATA.includes(name));
  return { ...event, [detailsName(type)]: Object.fromEntries(shown) };
}

/** `PassStateEntered` has `stateEnteredEventDetails`; `TaskFailed` has `taskFailedEventDetails`. */
function detailsName(type: string): string {
  const state = /^[A-Z][a-z]+(StateEntered|StateExited)$/.exec(type);
  const name = state?.[1] ?? type;
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}EventDetails`;
}

function summaryOf(row: ExecutionRow): object {
  return {
    executionArn: row.arn,
    stateMachineArn: row.machine,
    name: row.name,
    status: row.status,
    startDate: row.started / 1000,
    ...(row.stopped === null ? {} : { stopDate: row.stopped / 1000 }),
    redriveCount: 0,
  };
}

/** What AWS says of an execution that it would not redrive; of one that failed, nothing is said. */
function redriveOf(status: Status): object {
  if (status !== "RUNNING" && status !== "SUCCEEDED") return {};
  const reason = `Execution is ${status} and cannot be redriven`;
  return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: reason };
}

function executionInput(input: Input): string {
  const given = optionalText(input, "input") ?? "{}";
  const refuse = (reason: string) =>
    new Refusal("InvalidExecutionInput", `Invalid State Machine Execution Input: '${reason}'`);
  if (given === "") throw refuse("Invalid execution input.");
  return jsonOf(given, "input", refuse);
}
