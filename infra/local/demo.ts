/** Who is there to try it with: parties of the demo people, and the officers of two communes. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { applyAuthority } from "../../shared/authority/apply.ts";
import { type AuthorityFile, authoritySchema } from "../../shared/authority/authority.ts";
import type { Table } from "../../shared/store/client.ts";
import { partyWrites } from "../../shared/store/people.ts";
import { keys } from "../../shared/store/table.ts";
import { calendarOf } from "../../workflows/authorities/registry.ts";
import { findIdentity, peopleOf } from "./identity/people.ts";

const FOLDER = join(import.meta.dirname, "../../workflows/authorities");
const SINCE = "2025-07-01T00:00:00+07:00";
const UNITS: Readonly<Record<string, string>> = { dienban: "ubnd-dien-ban", hoian: "ubnd-hoi-an" };

/** Ids that a test and the README may rely on. */
export const LAN = "01k0000000000000000000001a";
export const THU_BON = "01k0000000000000000000002b";

const PARTIES = [
  {
    party: {
      id: LAN,
      kind: "household",
      name: "Hộ kinh doanh Nguyễn Thị Lan",
      taxId: "4000123457",
      email: "lan@nguyenthilan.example",
      language: "vi",
    },
    people: ["lan"],
  },
  {
    party: {
      id: THU_BON,
      kind: "organisation",
      name: "Công ty TNHH Thu Bồn Trading",
      taxId: "4000567893",
      email: "giayphep@thubon-trading.example",
      language: "en",
    },
    // The appraiser of Hội An is a partner of the company: he may not decide on its applications.
    people: ["minh", "hoa", "thubon-erp", "hoian-appraiser"],
  },
] as const;

/** Applied at the first start only: what was changed since is not put back. */
export async function seedDemo(table: Table, now: number): Promise<void> {
  const file = await demoAuthority();
  if (await table.get(keys.authority(file.id))) return;
  for (const { party, people } of PARTIES) {
    await table.write(partyWrites(party, people.map(subjectOf)));
  }
  await applyAuthority(table, file, calendarOf(file.calendar), "first start", now);
}

/** The authority's own file, with the demo officers appointed. */
export async function demoAuthority(): Promise<AuthorityFile> {
  const text = await readFile(join(FOLDER, "vn-quang-nam.json"), "utf8");
  const file = authoritySchema.parse(JSON.parse(text));
  const appointments = peopleOf("officers").map(({ id, sub, displayName, email }) => {
    const [commune = "", role = ""] = id.split("-");
    return {
      id,
      person: sub,
      name: displayName,
      email,
      unit: UNITS[commune] ?? commune,
      role,
      from: SINCE,
    };
  });
  return { ...file, appointments };
}

function subjectOf(id: string): string {
  const identity = findIdentity(id);
  if (!identity) throw new Error(`there is no demo person ${id}`);
  return identity.sub;
}
