/** What differs from one environment to the next: a file in `settings/`, checked before anything is built. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { ACCESS, type Action } from "../../shared/access.ts";
import { senderOf } from "./sender.ts";

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case letters, digits and hyphens");
const url = z.url({ protocol: /^https?$/ });
/** Paths are put behind it. */
const base = url.regex(/[^/]$/, "without a slash at its end");
/** As a browser names it: a slash at the end would match no page. */
const origin = url.refine((text) => URL.parse(text)?.origin === text, "no more than an origin");
/** Cognito's own condition: no plain HTTP but to the machine in front of one. */
const signInUrl = url.refine(
  (text) => URL.parse(text)?.protocol === "https:" || URL.parse(text)?.hostname === "localhost",
  "https, but for localhost",
);
const actions = Object.keys(ACCESS) as [Action, ...Action[]];

/** Where a hosted sign-in may send people back to. */
const signInSchema = z.strictObject({
  callbackUrls: z.array(signInUrl).min(1),
  logoutUrls: z.array(signInUrl),
});

export const settingsSchema = z.strictObject({
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
  /** Refuses to be deployed to any other account. */
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  /** First part of every name; another where two environments share one account. */
  prefix: slug
    .max(16)
    .regex(/^(?!.*(aws|amazon|cognito))/, "Cognito takes no domain with such a word in it")
    .default("licentia"),
  /** Each has two keys of its own, for its licences and for its status lists. */
  authorities: z.array(slug).min(1),
  /** Whether the table, the documents, the keys and the pools outlive the stack. */
  retain: z.boolean(),
  /** How long logs are kept. */
  logDays: z.literal([7, 30, 90, 180, 365, 400]),
  mail: z
    .strictObject({
      /** As mails show it: `Licentia <no-reply@licentia.example>`. */
      from: z.string().regex(/@[a-z0-9.-]+>?$/),
      /** The domain verified in SES that the sender's address is in. */
      domain: z.hostname(),
      /** Whether the pools' own mails go out by SES too; the domain must be verified before. */
      signIn: z.boolean().default(false),
      /**
       * Verified addresses and domains that mails go to while the account is in SES's sandbox, where it
       * asks for a right to the recipient's identity too.
       */
      sandboxRecipients: z.array(z.union([z.email(), z.hostname()])).default([]),
    })
    // Roles are granted the domain: SES would refuse every mail from an address outside it.
    .refine(
      ({ from, domain }) =>
        ["@", "."].some((mark) => senderOf(from).address.endsWith(mark + domain)),
      "a sender outside the domain",
    ),
  gateway: z.strictObject({
    url: base,
    /** Version of the secret to be used; a new one here makes the functions read it anew. */
    secretVersion: z.string().min(1).optional(),
  }),
  /** Who is told by mail when an alarm goes off. */
  alarmEmail: z.email().optional(),
  /** Where people reach the platform, if not at the API's own address. */
  publicUrl: base.optional(),
  /** Web pages that may call the API and the document store from a browser. */
  origins: z.array(origin),
  signIn: z.strictObject({ applicants: signInSchema, officers: signInSchema }),
  /** Software that signs in by client credentials; Cognito asks 6 USD a month for each. */
  machines: z.strictObject({ applicants: z.array(slug), officers: z.array(slug) }),
  /** Instances kept for a function, taken from the account's own limit. */
  reservedConcurrency: z.partialRecord(z.enum(actions), z.int().nonnegative()),
  /** A table restored from a point in time, which takes the place of the stack's own. */
  restoredTable: z
    .strictObject({ name: z.string().min(3), streamArn: z.string().min(20) })
    .refine(
      ({ name, streamArn }) => streamArn.includes(`:table/${name}/stream/`),
      "a stream of another table",
    )
    .optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

export const ENVIRONMENTS = ["dev", "staging", "production", "emulator"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** @throws Error that names the environments there are */
export function environmentOf(name: unknown): Environment {
  const environment = ENVIRONMENTS.find((each) => each === name);
  if (environment) return environment;
  throw new Error(
    `there is no environment ${name}; choose -c environment=${ENVIRONMENTS.join("|")}`,
  );
}

/** @throws Error that names the file and the place of each fault */
export function readSettings(environment: Environment): Settings {
  const file = join(import.meta.dirname, "settings", `${environment}.json`);
  const parsed = settingsSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  throw new Error(`${file} is not sound:\n${z.prettifyError(parsed.error)}`);
}
