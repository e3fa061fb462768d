/**
 * Licences. What makes one is reserved first, under a condition on its application; the first
 * signed form that is stored is the licence, whoever else was signing it at the same time.
 */
import type { LicenceRecord } from "../licence/record.ts";
import { ConditionFailed, put, type Table, type Write } from "./client.ts";
import * as keys from "./keys.ts";

export interface StoredLicence {
  readonly application: string;
  readonly authority: string;
  readonly statusList: string;
  readonly statusIndex: number;
  readonly record: LicenceRecord;
  /** Absent until it is signed. */
  readonly forms?: SignedForms;
}

/** One licence as it is carried: both forms say the same record, each under one signature. */
export interface SignedForms {
  /** SD-JWT VC, issuer-signed, with every disclosure. */
  readonly sdJwt: string;
  /** CWT in COSE_Sign1, what the printed code carries. */
  readonly cwt: Uint8Array;
}

export interface Licences {
  ofApplication(application: string): Promise<StoredLicence | undefined>;
  /** Stores the signed forms, unless some are stored already: the first are the licence. */
  keepForms(application: string, forms: SignedForms): Promise<void>;
  /** The application of a licence number. */
  byNumber(number: string): Promise<string | undefined>;
}

export function licences(table: Table): Licences {
  return {
    async ofApplication(application) {
      const { pk, sk } = keys.licence(application);
      const { items } = await table.query({
        partition: ["pk", pk],
        sort: { name: "sk", prefix: sk },
        consistent: true,
      });
      const [licence, signed] = items;
      return licence && ({ ...licence, ...signed, ...licence } as unknown as StoredLicence);
    },
    async keepForms(application, forms) {
      try {
        await table.write([put({ ...keys.licenceForms(application), forms }, { onlyNew: true })]);
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error;
      }
    },
    async byNumber(number) {
      const item = await table.get(keys.licenceNumber(number));
      return item && String(item["application"]);
    },
  };
}

/** Reserves the licence, its number and its place in the status list: each once, or not at all. */
export function reservationWrites(licence: StoredLicence): {
  licence: Write;
  number: Write;
  index: Write;
} {
  const { application, statusList, statusIndex, record } = licence;
  return {
    licence: put({ ...keys.licence(application), ...licence }, { onlyNew: true }),
    number: put({ ...keys.licenceNumber(record.number), application }, { onlyNew: true }),
    index: put({ ...keys.statusIndex(statusList, statusIndex), application }, { onlyNew: true }),
  };
}
