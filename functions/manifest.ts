/**
 * Every function: where it lies, what calls it, who may, and what it is granted on AWS. Both homes
 * are built from this list, so that neither can drift from the other.
 */
import { ACCESS, type Action } from "../shared/access.ts";
import type { Purpose } from "../shared/signing/key-ring.ts";
import * as applicant from "./applicant/contracts.ts";
import type { HttpContract } from "./contract.ts";
import * as gateway from "./gateway/contracts.ts";
import * as officer from "./officer/contracts.ts";
import * as open from "./public/contracts.ts";
import type { Setting } from "./settings.ts";

/** What calls a function that no person calls. */
export type Trigger =
  | { readonly kind: "workflow"; readonly placeholder: string }
  | {
      readonly kind: "stream";
      /** Which changes of the table it is given; see `streamFilter`. */
      readonly items: "moving-applications" | "owed-mails";
    }
  | { readonly kind: "schedule"; readonly everySeconds: number }
  | { readonly kind: "object-created"; readonly prefix: string };

/** What a function may do, by resource; the actions are AWS's own names. */
export interface Grants {
  readonly table?: readonly TableAction[];
  readonly indexes?: readonly ("inbox" | "wake" | "party")[];
  readonly bucket?: readonly (
    | "quarantine:put"
    | "quarantine:read"
    | "documents:read"
    | "documents:put"
    | "quarantine:delete"
    | "documents:delete"
    /** To be told that a file is not there, where one may otherwise only be refused. */
    | "absence"
  )[];
  readonly keys?: {
    readonly sign?: readonly Purpose[];
    readonly read?: readonly Purpose[];
  };
  readonly states?: readonly ("StartExecution" | "DescribeExecution" | "SendTask")[];
  readonly mail?: boolean;
  /** Functions that it calls, and does not wait for. */
  readonly invoke?: readonly Action[];
}

export type TableAction =
  | "GetItem"
  | "BatchGetItem"
  | "Query"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "ConditionCheckItem";
export type { Purpose };

export interface FunctionRow {
  readonly name: Action;
  /** Module that exports `handler`, from the project's root. */
  readonly entry: string;
  readonly route?: HttpContract;
  readonly trigger?: Trigger;
  readonly settings: readonly Setting[];
  readonly grants: Grants;
  /** MB; CPU follows it. */
  readonly memory: number;
  readonly timeoutSeconds: number;
}

const READ: readonly TableAction[] = ["GetItem", "Query"];
/** Loads, decides and saves, with a condition on whoever decides. */
const COMMAND: readonly TableAction[] = ["GetItem", "PutItem", "ConditionCheckItem"];
/** The same, of the platform itself. */
const OWN_COMMAND: readonly TableAction[] = ["GetItem", "PutItem"];

type Rest = Pick<FunctionRow, "grants"> & Partial<FunctionRow>;

const applicants = ["TABLE_NAME", "APPLICANTS_ISSUER"] as const;
const officers = ["TABLE_NAME", "OFFICERS_ISSUER"] as const;

/**
 * Somebody with a code in hand waits for it, most often for a cold start, which is all processor: a
 * whole one is had from 1,769 MB on.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
const VERIFICATION: Rest = {
  grants: { table: ["GetItem", "Query", "BatchGetItem"] },
  memory: 1769,
};

/** A change of a licence's status, with its mark in a status list; whoever publishes that signs it. */
const STATUS_CHANGE: Rest = {
  grants: { table: [...COMMAND, "Query", "UpdateItem"], invoke: ["publish-status-lists"] },
};

export const FUNCTIONS: readonly FunctionRow[] = [
  route("public", open.listPermits, { grants: {}, settings: [] }),
  route("public", open.readPermit, { grants: { table: ["GetItem"] } }),
  route("public", open.listAuthorities, { grants: { table: ["Query", "BatchGetItem"] } }),
  route("public", open.lookUpDossier, { grants: { table: ["GetItem"] } }),
  route("public", open.lookUpLicence, { grants: { table: ["GetItem"] } }),
  route("public", open.verifyLicence, VERIFICATION),
  route("public", open.verifyLicences, VERIFICATION),
  route("public", open.readKeySet, {
    grants: { table: ["Query", "BatchGetItem"], keys: { read: ["licences", "status-lists"] } },
    settings: ["TABLE_NAME", "KEY_ALIAS_PREFIX"],
  }),
  route("public", open.readIssuer, {
    grants: { table: ["Query", "BatchGetItem"], keys: { read: ["licences", "status-lists"] } },
    settings: ["TABLE_NAME", "KEY_ALIAS_PREFIX"],
  }),
  route("public", open.readLicenceType, { grants: { table: ["Query", "BatchGetItem"] } }),
  route("public", open.readStatusList, { grants: { table: ["GetItem"] } }),
  route("public", open.readVerifierPage, { grants: {}, settings: [] }),
  route("public", open.readVerifierWorker, { grants: {}, settings: [] }),
  route("public", open.readOpenapi, { grants: {}, settings: [] }),
  route("public", open.readDocs, { grants: {}, settings: [] }),
  route("applicant", applicant.listParties, { grants: { table: READ } }),
  route("applicant", applicant.createParty, { grants: { table: ["GetItem", "PutItem"] } }),
  route("applicant", applicant.createDraft, { grants: { table: [...COMMAND, "Query"] } }),
  route("applicant", applicant.listApplications, {
    grants: { table: [...READ, "BatchGetItem"], indexes: ["party"] },
  }),
  route("applicant", applicant.readApplication, { grants: { table: READ } }),
  route("applicant", applicant.readClock, { grants: { table: ["GetItem"] } }),
  route("applicant", applicant.saveAnswers, { grants: { table: [...COMMAND, "Query"] } }),
  route("applicant", applicant.addDocument, {
    grants: { table: [...COMMAND, "Query"], bucket: ["quarantine:put"] },
    settings: [...applicants, "BUCKET_NAME"],
  }),
  route("applicant", applicant.removeDocument, {
    grants: {
      table: [...COMMAND, "DeleteItem"],
      bucket: ["quarantine:delete", "documents:delete"],
    },
    settings: [...applicants, "BUCKET_NAME"],
  }),
  route("applicant", applicant.readDocument, {
    grants: { table: ["GetItem"], bucket: ["documents:read"] },
    settings: [...applicants, "BUCKET_NAME"],
  }),
  route("applicant", applicant.submitApplication, {
    grants: { table: [...COMMAND, "Query", "UpdateItem"] },
  }),
  route("applicant", applicant.supplementApplication, { grants: { table: [...COMMAND, "Query"] } }),
  route("applicant", applicant.withdrawApplication, {
    grants: { table: [...COMMAND, "UpdateItem"] },
  }),
  route("applicant", applicant.openCheckout, {
    grants: { table: COMMAND },
    settings: [...applicants, "PUBLIC_URL", "GATEWAY_URL", "GATEWAY_KEY"],
  }),
  route("applicant", applicant.readLicence, { grants: { table: READ } }),
  route("applicant", applicant.surrenderLicence, STATUS_CHANGE),
  route("applicant", applicant.renewLicence, { grants: { table: [...COMMAND, "Query"] } }),
  route("officer", officer.listTasks, { grants: { table: READ, indexes: ["inbox"] } }),
  route("officer", officer.readTask, { grants: { table: [...COMMAND, "Query"] } }),
  route("officer", officer.readTaskDocument, {
    grants: { table: [...COMMAND, "Query"], bucket: ["documents:read"] },
    settings: [...officers, "BUCKET_NAME"],
  }),
  route("officer", officer.claimTask, { grants: { table: [...COMMAND, "Query", "UpdateItem"] } }),
  route("officer", officer.releaseTask, { grants: { table: [...COMMAND, "Query", "UpdateItem"] } }),
  route("officer", officer.declareConflict, {
    grants: { table: [...COMMAND, "Query", "UpdateItem"] },
  }),
  route("officer", officer.assignTask, { grants: { table: [...COMMAND, "Query", "UpdateItem"] } }),
  route("officer", officer.rescheduleTask, { grants: { table: [...COMMAND, "Query"] } }),
  route("officer", officer.decideTask, { grants: { table: [...COMMAND, "Query", "UpdateItem"] } }),
  route("officer", officer.suspendLicence, STATUS_CHANGE),
  route("officer", officer.reinstateLicence, STATUS_CHANGE),
  route("officer", officer.revokeLicence, STATUS_CHANGE),
  route("officer", officer.readAudit, { grants: { table: [...COMMAND, "Query"] } }),
  route("gateway", gateway.receivePayment, {
    grants: { table: [...OWN_COMMAND, "DeleteItem"] },
    settings: ["TABLE_NAME", "GATEWAY_URL", "GATEWAY_KEY", "GATEWAY_WEBHOOK_SECRETS"],
  }),
  triggered(
    "open-stage",
    "workflow",
    { kind: "workflow", placeholder: "OpenStage" },
    {
      grants: { table: [...OWN_COMMAND, "UpdateItem"] },
    },
  ),
  triggered(
    "close-application",
    "workflow",
    { kind: "workflow", placeholder: "CloseApplication" },
    {
      grants: { table: OWN_COMMAND },
    },
  ),
  triggered(
    "issue-licence",
    "workflow",
    { kind: "workflow", placeholder: "IssueLicence" },
    {
      grants: {
        table: [...OWN_COMMAND, "Query", "UpdateItem"],
        keys: { sign: ["licences"], read: ["licences"] },
        invoke: ["publish-status-lists"],
      },
      settings: ["TABLE_NAME", "KEY_ALIAS_PREFIX", "PUBLISHER"],
      timeoutSeconds: 30,
    },
  ),
  triggered(
    "attend-applications",
    "stream",
    { kind: "stream", items: "moving-applications" },
    {
      grants: {
        table: [...OWN_COMMAND, "Query", "UpdateItem"],
        states: ["StartExecution", "SendTask"],
      },
      settings: ["TABLE_NAME", "STATE_MACHINE_PREFIX"],
      timeoutSeconds: 60,
    },
  ),
  triggered(
    "send-mails",
    "stream",
    { kind: "stream", items: "owed-mails" },
    {
      grants: { table: ["GetItem", "Query", "BatchGetItem", "DeleteItem"], mail: true },
      settings: ["TABLE_NAME", "MAIL_FROM"],
      timeoutSeconds: 60,
    },
  ),
  triggered(
    "sweep",
    "schedule",
    { kind: "schedule", everySeconds: 60 },
    {
      grants: {
        table: [...OWN_COMMAND, "Query", "UpdateItem", "BatchGetItem", "DeleteItem"],
        indexes: ["wake"],
        states: ["StartExecution", "DescribeExecution", "SendTask"],
        mail: true,
      },
      settings: ["TABLE_NAME", "STATE_MACHINE_PREFIX", "MAIL_FROM", "GATEWAY_URL", "GATEWAY_KEY"],
      timeoutSeconds: 300,
      memory: 1024,
    },
  ),
  triggered(
    "publish-status-lists",
    "schedule",
    { kind: "schedule", everySeconds: 60 },
    {
      grants: {
        table: ["GetItem", "Query", "BatchGetItem", "PutItem"],
        keys: { sign: ["status-lists"], read: ["status-lists"] },
      },
      settings: ["TABLE_NAME", "KEY_ALIAS_PREFIX"],
      timeoutSeconds: 60,
    },
  ),
  triggered(
    "inspect-document",
    "storage",
    { kind: "object-created", prefix: "quarantine/" },
    {
      grants: {
        table: [...OWN_COMMAND, "Query"],
        bucket: [
          "quarantine:read",
          "quarantine:delete",
          "documents:read",
          "documents:put",
          "documents:delete",
          "absence",
        ],
      },
      settings: ["TABLE_NAME", "BUCKET_NAME"],
      timeoutSeconds: 60,
      memory: 1024,
    },
  ),
];

/** A function by its name. @throws Error where there is none */
export function functionRow(name: string): FunctionRow {
  const row = FUNCTIONS.find((each) => each.name === name);
  if (!row) throw new Error(`the manifest has no function ${name}`);
  return row;
}

function route(
  door: "public" | "applicant" | "officer" | "gateway",
  contract: HttpContract,
  rest: Rest,
): FunctionRow {
  const pool = { applicants, officers } as const;
  const settings = contract.pool ? pool[contract.pool] : (["TABLE_NAME"] as const);
  return {
    name: contract.name,
    entry: `functions/${door}/${contract.name}.ts`,
    route: contract,
    settings: [...settings, ...(rest.grants.invoke ? (["PUBLISHER"] as const) : [])],
    memory: 512,
    timeoutSeconds: 15,
    ...rest,
  };
}

function triggered(
  name: Action,
  folder: "workflow" | "stream" | "schedule" | "storage",
  trigger: Trigger,
  rest: Rest,
): FunctionRow {
  if (ACCESS[name] !== "platform") throw new Error(`${name} is no function of the platform`);
  return {
    name,
    entry: `functions/${folder}/${name}.ts`,
    trigger,
    settings: ["TABLE_NAME"],
    memory: 512,
    timeoutSeconds: 15,
    ...rest,
  };
}
