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

type Office = "reception" | "appraiser" | "head" | "leader";

const COMMUNES = { dienban: "Điện Bàn", hoian: "Hội An" } as const;

const OFFICES = {
  reception: "reception clerk",
  appraiser: "appraiser",
  head: "head of division",
  leader: "chair of the People's Committee",
} as const satisfies Record<Office, string>;

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
  officer("dienban", "reception", "a1d0c7e2-3b54-4f19-8e60-4d2b9f7a5301", "Phạm Thị Thu", "vi"),
  officer("dienban", "appraiser", "c94e2f8b-07a6-4d3c-95b1-6e8d0a1c5302", "Võ Văn Hùng", "vi"),
  officer("dienban", "head", "58b3d6f1-e42c-4a97-8d05-92f7c3b65303", "Đặng Quốc Bảo", "en"),
  officer("dienban", "leader", "e07f5a93-61d8-4c2b-b3f4-1a9c8e7d5304", "Huỳnh Thị Mai", "vi"),
  officer("hoian", "reception", "2c6b9e40-d5f7-4813-9a8c-7b0e3f4d5401", "Ngô Thị Hạnh", "vi"),
  officer("hoian", "appraiser", "946d1b7f-a830-4e5c-82f9-c5e60d2a5402", "Bùi Đức Long", "vi"),
  officer("hoian", "head", "f3a85c2e-7b91-4d06-a4e7-08d9b6c15403", "Phan Thị Ngọc", "vi"),
  officer("hoian", "leader", "6e12d4a8-c0f5-4b39-9d7e-b1f84a3c5404", "Trương Văn Phúc", "en"),
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

function officer(
  commune: keyof typeof COMMUNES,
  office: Office,
  sub: string,
  displayName: string,
  language: "vi" | "en",
): Person {
  return {
    kind: "person",
    id: `${commune}-${office}`,
    pool: "officers",
    sub,
    displayName,
    affiliation: `${COMMUNES[commune]}, ${OFFICES[office]}`,
    email: `${office}@${commune}.quangnam.example`,
    language,
  };
}
