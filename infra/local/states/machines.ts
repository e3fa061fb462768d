import { createHash } from "node:crypto";
import type { Journal, MachineRow } from "./journal.ts";
import { InvalidDefinition, type Machine, parseMachine } from "./language.ts";
import {
  arnOf,
  pageSizeOf,
  pageStartOf,
  pageToken,
  Refusal,
  refuseMembers,
  textOf,
} from "./refusal.ts";

type Input = Readonly<Record<string, unknown>>;

const MACHINE_ARN = /^arn:[^:]+:states:[^:]+:\d{12}:stateMachine:[^:/]+$/;
const LONGEST_DEFINITION = 1_048_576;
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/** Members of a request that are accepted where they ask for nothing. */
const INERT = {
  tags: true,
  versionDescription: true,
  publish: false,
  loggingConfiguration: { level: "OFF", includeExecutionData: false, destinations: [] },
  tracingConfiguration: { enabled: false },
  encryptionConfiguration: { type: "AWS_OWNED_KEY" },
};

export interface MachinesOptions {
  readonly journal: Journal;
  readonly now: () => number;
  readonly region: string;
  readonly account: string;
}

/** The state machines: their operations, and their definitions, parsed once. */
export class Machines {
  readonly #options: MachinesOptions;
  readonly #parsed = new Map<number, Machine>();

  constructor(options: MachinesOptions) {
    this.#options = options;
  }

  /** The machine that a request names. @throws Refusal StateMachineDoesNotExist, InvalidArn */
  find(input: Input): MachineRow {
    const arn = arnOf(input, "stateMachineArn", MACHINE_ARN);
    const row = this.#options.journal.get<MachineRow>("SELECT * FROM machines WHERE arn = ?", arn);
    if (row) return row;
    throw new Refusal("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
  }

  /** The definition with an id, which never changes. */
  definition(id: number): Machine {
    const known = this.#parsed.get(id);
    if (known) return known;
    const machine = JSON.parse(this.#body(id)) as Machine;
    if (this.#parsed.size >= 100) this.#parsed.clear();
    this.#parsed.set(id, machine);
    return machine;
  }

  #body(id: number): string {
    const { journal } = this.#options;
    const row = journal.get<{ body: string }>("SELECT body FROM definitions WHERE id = ?", id);
    if (!row) throw new Error(`no definition ${id}`);
    return row.body;
  }

  async create(input: Input): Promise<object> {
    refuseMembers(input, { ...INERT, name: true, definition: true, roleArn: true, type: true });
    const { journal, now, region, account } = this.#options;
    const name = nameOf(input, "name");
    const body = definitionOf(input);
    const role = roleOf(input);
    const type = input["type"] ?? "STANDARD";
    if (type !== "STANDARD") {
      throw new Refusal(
        "StateMachineTypeNotSupported",
        `State Machine Type Not Supported: '${type}'`,
      );
    }
    const arn = `arn:aws:states:${region}:${account}:stateMachine:${name}`;
    let created = now();
    let conflict = false;
    await journal.commit(() => {
      const known = journal.get<MachineRow>("SELECT * FROM machines WHERE arn = ?", arn);
      if (known) {
        conflict = known.role !== role || this.#body(known.definition) !== body;
        created = known.created;
        return;
      }
      const definition = journal.run("INSERT INTO definitions (body) VALUES (?)", body);
      const insert = "INSERT INTO machines VALUES (?, ?, ?, ?, ?, ?)";
      journal.run(insert, arn, name, role, definition, created, created);
    });
    if (conflict) {
      throw new Refusal("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);
    }
    return { stateMachineArn: arn, creationDate: created / 1000 };
  }

  /** Executions that run keep the definition they started with. */
  async update(input: Input): Promise<object> {
    refuseMembers(input, { ...INERT, stateMachineArn: true, definition: true, roleArn: true });
    const { journal, now } = this.#options;
    const row = this.find(input);
    if (input["definition"] === undefined && input["roleArn"] === undefined) {
      const reason =
        "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified";
      throw new Refusal("MissingRequiredParameter", reason);
    }
    const known = this.#body(row.definition);
    const body = input["definition"] === undefined ? known : definitionOf(input);
    const role = input["roleArn"] === undefined ? row.role : roleOf(input);
    const updated = now();
    let { definition } = row;
    await journal.commit(() => {
      if (body !== known) {
        definition = journal.run("INSERT INTO definitions (body) VALUES (?)", body);
      }
      const update = "UPDATE machines SET definition = ?, role = ?, updated = ? WHERE arn = ?";
      journal.run(update, definition, role, updated, row.arn);
    });
    return { updateDate: updated / 1000, revisionId: revisionOf({ ...row, definition, role }) };
  }

  describe(input: Input): object {
    refuseMembers(input, { stateMachineArn: true, includedData: "ALL_DATA" });
    const row = this.find(input);
    return {
      stateMachineArn: row.arn,
      name: row.name,
      status: "ACTIVE",
      definition: this.#body(row.definition),
      roleArn: row.role,
      type: "STANDARD",
      creationDate: row.created / 1000,
      loggingConfiguration: { level: "OFF", includeExecutionData: false },
      tracingConfiguration: INERT.tracingConfiguration,
      encryptionConfiguration: INERT.encryptionConfiguration,
      revisionId: row.updated === row.created ? undefined : revisionOf(row),
    };
  }

  list(input: Input): object {
    refuseMembers(input, { maxResults: true, nextToken: true });
    const size = pageSizeOf(input);
    const after = pageStartOf(input, "machines") ?? "";
    const rows = this.#options.journal.all<MachineRow>(
      "SELECT * FROM machines WHERE arn > ? ORDER BY arn LIMIT ?",
      after,
      size + 1,
    );
    const page = rows.slice(0, size);
    const stateMachines = page.map(({ arn, name, created }) => ({
      stateMachineArn: arn,
      name,
      type: "STANDARD",
      creationDate: created / 1000,
    }));
    const last = page.at(-1);
    if (rows.length <= size || !last) return { stateMachines };
    return { stateMachines, nextToken: pageToken("machines", last.arn) };
  }

  /** Deleting what is not there succeeds; executions that run go on to their end. */
  async delete(input: Input): Promise<object> {
    refuseMembers(input, { stateMachineArn: true });
    const arn = arnOf(input, "stateMachineArn", MACHINE_ARN);
    const { journal } = this.#options;
    await journal.commit(() => journal.run("DELETE FROM machines WHERE arn = ?", arn));
    return {};
  }
}

/** Differs where the definition or the role does; AWS gives none to a machine that was not updated. */
function revisionOf({ arn, definition, role }: MachineRow): string {
  const digest = createHash("sha256").update(`${arn} ${definition} ${role}`).digest("hex");
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export function nameOf(input: Input, member: string): string {
  const name = textOf(input, member, { minimum: 1, maximum: 80 });
  if (!NAME.test(name)) throw new Refusal("InvalidName", `Invalid Name: '${name}'`);
  return name;
}

function definitionOf(input: Input): string {
  const definition = textOf(input, "definition", { minimum: 1, maximum: LONGEST_DEFINITION });
  try {
    parseMachine(definition);
  } catch (error) {
    if (!(error instanceof InvalidDefinition)) throw error;
    throw new Refusal("InvalidDefinition", error.message);
  }
  return definition;
}

function roleOf(input: Input): string {
  const role = textOf(input, "roleArn", { minimum: 1, maximum: 256 });
  if (/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(role)) return role;
  throw new Refusal("InvalidArn", `Invalid Role Arn: '${role}'`);
}
