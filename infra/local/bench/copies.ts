/**
 * Many files in no time: copies of one that waits for an officer, put straight into the store's file
 * beside the running store, with the entries of its indexes. Nobody is told of them by the stream.
 */
import { DatabaseSync } from "node:sqlite";
import { wakeOf } from "../../../shared/store/table.ts";

export interface Copies {
  /** When the file that is copied is to be looked at, in milliseconds since the epoch. */
  readonly wakeAt: number;
  /**
   * Puts so many more copies, the first of which is to be looked at `after` milliseconds after the
   * one that is copied, and each next one `apart` milliseconds later.
   */
  put(count: number, after: number, apart?: number): void;
  /** How many are to be looked at by a moment, and which place the first of them was put at. */
  dueBy(moment: number): { readonly left: number; readonly first: number };
  close(): void;
}

/** Rows of the application's own item, of its task, and of the indexes that they stand in. */
const TABLES = [
  ["licentia", "pk"],
  ["licentia::gsi::wake", "table_pk"],
  ["licentia::gsi::inbox", "table_pk"],
] as const;
const COPIED = ["S:APPLICATION", "S:APPLICATION#TASK#reception#001"];
/** The store waits five seconds for the file's lock; as many take a part of one. */
const PER_TRANSACTION = 5_000;

type Row = Readonly<Record<string, string | number | null>>;

/** @param of an application that was submitted and not yet looked at */
export function openCopies(databaseFile: string, of: string): Copies {
  const database = new DatabaseSync(databaseFile, { timeout: 30_000 });
  const rows = TABLES.flatMap(([table, key]) =>
    (
      database
        .prepare(`SELECT * FROM "${table}" WHERE ${key} = ?`)
        .all(`S:APPLICATION#${of}`) as Row[]
    )
      .filter((row) => COPIED.includes(String(row["sk"] ?? row["table_sk"])))
      .map((row) => ({ row, insert: insertInto(database, table, Object.keys(row)) })),
  );
  const wake = rows.find(({ row }) => String(row["gsi_pk"]).startsWith("S:due#"))?.row;
  const wakeAt = Number(/"wakeAt":\{"N":"(\d+)"\}/.exec(String(wake?.["item_json"]))?.[1]);
  if (!wake || !Number.isFinite(wakeAt)) throw new Error(`${of} waits for no moment`);
  const shard = String(wake["gsi_pk"]).slice("S:".length);
  const places = new Map<number, number>();
  let made = 0;
  const put = (at: number) => {
    const id = `01kz${String(made).padStart(22, "0")}`;
    const its = { [of]: id, [String(wakeAt)]: String(at), [shard]: wakeOf("due", id) };
    for (const { row, insert } of rows) {
      insert.run(...Object.values(row).map((value) => said(value, its)));
    }
    places.set(at, made++);
  };
  return {
    wakeAt,
    put(count, after, apart = 0) {
      for (let done = 0; done < count; done += PER_TRANSACTION) {
        database.exec("BEGIN IMMEDIATE");
        for (let index = done; index < Math.min(count, done + PER_TRANSACTION); index++) {
          put(wakeAt + after + index * apart);
        }
        database.exec("COMMIT");
      }
    },
    dueBy(moment) {
      const { left, first } = database
        .prepare(
          `SELECT count(*) AS "left", min(json_extract(item_json, '$.wakeAt.N')) AS "first"
           FROM "licentia::gsi::wake"
           WHERE gsi_pk LIKE 'S:due#%' AND CAST(json_extract(item_json, '$.wakeAt.N') AS INTEGER) <= ?`,
        )
        .get(moment) as { left: number; first: string | null };
      return { left, first: places.get(Number(first)) ?? made };
    },
    close: () => database.close(),
  };
}

function insertInto(database: DatabaseSync, table: string, columns: string[]) {
  return database.prepare(
    `INSERT INTO "${table}" (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
  );
}

/** A value of the copied row with its own words in place of the copied one's. */
function said(value: string | number | null | undefined, its: Readonly<Record<string, string>>) {
  if (typeof value !== "string") return value ?? null;
  return Object.entries(its).reduce((text, [from, to]) => text.replaceAll(from, to), value);
}
