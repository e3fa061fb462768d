/** Who is there to try it with: parties of the demo people, and the officers of four authorities. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { applyAuthority, lastApplied } from "../../shared/authority/apply.ts";
import { type AuthorityFile, authoritySchema } from "../../shared/authority/authority.ts";
import { otherCalendars } from "../../shared/authority/override.ts";
import type { Table } from "../../shared/store/client.ts";
import * as keys from "../../shared/store/keys.ts";
import { partyWrites } from "../../shared/store/people.ts";
import { calendarOf } from "../../workflows/authorities/registry.ts";
import { OFFICERS, type Place } from "./identity/officers.ts";
import { findIdentity, findSubject } from "./identity/people.ts";

const FOLDER = join(import.meta.dirname, "../../workflows/authorities");
const SINCE = "2025-07-01T00:00:00+07:00";
const FIRST_START = "first start";

/** Where the officers of each demo place sit: in one unit, or each role in one of its own. */
const SEATS: Readonly<Record<Place, { authority: string; unit: string | Record<string, string> }>> =
  {
    dienban: { authority: "vn-quang-nam", unit: "ubnd-dien-ban" },
    hoian: { authority: "vn-quang-nam", unit: "ubnd-hoi-an" },
    quangnam: {
      authority: "vn-quang-nam",
      unit: {
        "fire-safety": "canh-sat-pccc-quang-nam",
        culture: "so-van-hoa-quang-nam",
        head: "ubnd-quang-nam",
      },
    },
    phuxuan: { authority: "vn-hue", unit: "ubnd-phu-xuan" },
    cambridge: {
      authority: "gb-cambridge",
      unit: {
        "licensing-officer": "licensing",
        head: "licensing",
        police: "police",
        "environmental-health": "environmental-health",
        "sub-committee": "sub-committee",
      },
    },
    chennai: { authority: "in-tamil-nadu", unit: "chennai" },
  };

/** Tax codes of those whom an officer belongs to: the appraiser of Phú Xuân is a partner of Thu Bồn. */
const INTERESTS: Readonly<Record<string, string[]>> = { "phuxuan-appraiser": ["4000567893"] };

/** Ids that a test and the README may rely on. */
export const LAN = "01k0000000000000000000001a";
export const THU_BON = "01k0000000000000000000002b";
export const EMMA = "01k0000000000000000000003c";
export const MARINA_FOODS = "01k0000000000000000000004d";

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
  {
    party: {
      id: EMMA,
      kind: "person",
      name: "Emma Clarke",
      email: "emma.clarke@mill-road.example",
      language: "en",
    },
    people: ["emma"],
  },
  {
    party: {
      id: MARINA_FOODS,
      kind: "organisation",
      name: "Marina Foods Private Limited",
      taxId: "AAFCM1234K",
      email: "priya@marina-foods.example",
      language: "en",
    },
    people: ["priya"],
  },
] as const;

/**
 * Makes what is missing, at every start: a folder of an earlier time gets the authorities and the
 * people of today. What somebody has applied since is left as it is.
 *
 * @param hasKeys which authorities can sign here; the others are left out
 */
export async function seedDemo(
  table: Table,
  now: number,
  hasKeys: (authority: string) => boolean = () => true,
): Promise<void> {
  for (const { party, people } of PARTIES) {
    if (await table.get(keys.party(party.id))) continue;
    await table.write(partyWrites(party, people.map(subjectOf)));
  }
  for (const file of await demoAuthorities()) {
    if (!hasKeys(file.id)) continue;
    const last = await lastApplied(table, file.id);
    if (last && last.by !== FIRST_START) continue;
    const others = otherCalendars(file).map(calendarOf);
    await applyAuthority(table, file, calendarOf(file.calendar), FIRST_START, now, others);
  }
}

/** Every authority's own file, with the demo officers appointed. */
export function demoAuthorities(): Promise<AuthorityFile[]> {
  const ids = [...new Set(Object.values(SEATS).map(({ authority }) => authority))];
  return Promise.all(ids.map(demoAuthority));
}

async function demoAuthority(id: string): Promise<AuthorityFile> {
  const text = await readFile(join(FOLDER, `${id}.json`), "utf8");
  const file = authoritySchema.parse(JSON.parse(text));
  return { ...file, appointments: OFFICERS.flatMap((row) => appointmentIn(id, row)) };
}

function appointmentIn(authority: string, [place, role, person, name]: (typeof OFFICERS)[number]) {
  const seat = SEATS[place];
  if (seat.authority !== authority) return [];
  const unit = typeof seat.unit === "string" ? seat.unit : (seat.unit[role] ?? "");
  const id = `${place}-${role}`;
  const email = findSubject("officers", person)?.email;
  const interests = INTERESTS[id];
  return [
    {
      id,
      person,
      name,
      ...(email && { email }),
      unit,
      role,
      from: SINCE,
      ...(interests && { interests }),
    },
  ];
}

function subjectOf(id: string): string {
  const identity = findIdentity(id);
  if (!identity) throw new Error(`there is no demo person ${id}`);
  return identity.sub;
}
