import type { Credential } from "./credential.ts";
import type { Reasons, Refusal } from "./refusal.ts";

interface Answer<Kind extends keyof Reasons> {
  readonly kind: Kind;
  readonly reason: Reasons[Kind];
}

/** The status list's `iat` in milliseconds: "status as of". */
interface AsOf {
  readonly statusAsOf: number;
}

/**
 * What a verifier answers. Who, what and until when (`licence`) are told only of a licence whose
 * signature, by a known key of a known issuer, was found good: nothing that a forger wrote is ever
 * shown as if somebody vouched for it.
 */
export type Verdict =
  | ({ readonly kind: "valid"; readonly licence: Credential } & AsOf)
  | (Answer<"expired"> & { readonly licence: Credential })
  | (Answer<"not-yet-valid"> & { readonly licence: Credential })
  | (Answer<"suspended"> & { readonly licence: Credential } & AsOf)
  | (Answer<"no-longer-in-force"> & { readonly licence: Credential } & AsOf)
  | (Answer<"status-unknown"> & { readonly licence: Credential } & Partial<AsOf> & {
        /** What exactly was wrong with the list, where `reason` says that it was refused. */
        readonly detail?: Refusal["reason"];
      })
  | Answer<"unknown-issuer">
  | Answer<"altered">
  | Answer<"malformed">;
