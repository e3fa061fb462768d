import { OFFICERS, OFFICES, PLACES } from "./officers.ts";

/** The two doors people come through; two Cognito user pools on AWS. */
export type Pool = "applicants" | "officers";

export const POOLS = ["applicants", "officers"] as const satisfies readonly Pool[];

/** What a token of each pool may be used for. */
export const SCOPES = {
  applicants: "licentia/apply",
  officers: "licentia/decide",
} as const satisfies Record<Pool, string>;

interface Identity {
  /** What one types to sign in; the claim `username`. */
  readonly id: string;
  readonly pool: Pool;
  /** The claim `sub`: what appointments and parties refer to. Never changes. */
  readonly sub: string;
  readonly displayName: string;
  /** For whom they come; shown when choosing a person, never a permission. */
  readonly affiliation: string;
}

/** A person who signs in with a password, by authorization code and PKCE. */
export interface Person extends Identity {
  readonly kind: "person";
  readonly email: string;
  readonly language: "vi" | "en";
}

/** Software that signs in with a secret, by client credentials; as in Cognito, `sub` is the client id. */
export interface Machine extends Identity {
  readonly kind: "machine";
  readonly secret: string;
}

/** The one password of all demo people: this home serves one machine, for trying and training. */
export const DEMO_PASSWORD = "licentia";

/** Everybody who can sign in. What they may do there is said by parties and appointments. */
export const PEOPLE: readonly (Person | Machine)[] = [
  {
    kind: "person",
    id: "lan",
    pool: "applicants",
    sub: "3f8a1c52-6d0e-4b7a-9c41-0a5e2d7b1f01",
    displayName: "Nguyễn Thị Lan",
    affiliation: "Hộ kinh doanh Nguyễn Thị Lan",
    email: "lan@nguyenthilan.example",
    language: "vi",
  },
  {
    kind: "person",
    id: "minh",
    pool: "applicants",
    sub: "b2c97e04-18f3-4d65-8a2e-5c6f90d3a102",
    displayName: "Trần Văn Minh",
    affiliation: "Công ty TNHH Thu Bồn Trading",
    email: "minh@thubon-trading.example",
    language: "vi",
  },
  {
    kind: "person",
    id: "hoa",
    pool: "applicants",
    sub: "7d41f6ab-92c5-4e18-b07d-e3a8514c6203",
    displayName: "Lê Thị Hoa",
    affiliation: "Công ty TNHH Thu Bồn Trading",
    email: "hoa@thubon-trading.example",
    language: "en",
  },
  {
    kind: "machine",
    id: "thubon-erp",
    pool: "applicants",
    sub: "thubon-erp",
    displayName: "Thu Bồn ERP",
    affiliation: "Công ty TNHH Thu Bồn Trading",
    secret: "licentia-thubon-erp",
  },
  {
    kind: "person",
    id: "emma",
    pool: "applicants",
    sub: "76e2507b-c7b1-4aa8-9365-5fc9e35d6c11",
    displayName: "Emma Clarke",
    affiliation: "herself",
    email: "emma.clarke@mill-road.example",
    language: "en",
  },
  {
    kind: "person",
    id: "priya",
    pool: "applicants",
    sub: "671b5a96-5693-4632-85c3-0e119edb8d92",
    displayName: "Priya Raman",
    affiliation: "Marina Foods Private Limited",
    email: "priya@marina-foods.example",
    language: "en",
  },
  ...OFFICERS.map(officer),
];

/** The person or machine of that id, or undefined. */
export function findIdentity(id: string): Person | Machine | undefined {
  return PEOPLE.find((identity) => identity.id === id);
}

/** A person of one pool by subject, or undefined. */
export function findSubject(pool: Pool, sub: string): Person | undefined {
  return peopleOf(pool).find((person) => person.sub === sub);
}

/** Everybody who signs in to a pool with a password. */
export function peopleOf(pool: Pool): readonly Person[] {
  return PEOPLE.filter(
    (identity) => identity.kind === "person" && identity.pool === pool,
  ) as Person[];
}

/** Every machine client of a pool. */
export function machinesOf(pool: Pool): readonly Machine[] {
  return PEOPLE.filter(
    (identity) => identity.kind === "machine" && identity.pool === pool,
  ) as Machine[];
}

/** Where a pool's issuer is found below the platform's own address. */
export function issuerOf(origin: string, pool: Pool): string {
  return new URL(`/identity/${pool}`, origin).href;
}

function officer([place, office, sub, displayName, language]: (typeof OFFICERS)[number]): Person {
  const { title, domain } = PLACES[place];
  return {
    kind: "person",
    id: `${place}-${office}`,
    pool: "officers",
    sub,
    displayName,
    affiliation: `${title}, ${OFFICES[office]}`,
    email: `${office}@${domain}`,
    language,
  };
}
