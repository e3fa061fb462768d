/** Every precise reason why a licence is not valid, under the answer that it leads to. */
export interface Reasons {
  /** It is no licence, or breaks a rule of its form. */
  malformed:
    | "form"
    | "too_long"
    | "base64url"
    | "utf8"
    | "json"
    | "json_duplicate_member"
    | "cbor"
    | "cbor_duplicate_key"
    | "cbor_trailing_bytes"
    | "deflate"
    | "inflated_too_long"
    | "algorithm"
    | "type_header"
    | "critical_header"
    | "key_in_header"
    | "key_id_missing"
    | "key_id_unprotected"
    | "unprotected_header"
    | "claims"
    | "expiry_missing"
    | "digest_algorithm"
    | "digest_repeated"
    | "disclosure"
    | "disclosure_repeated"
    | "disclosure_shadows"
    | "disclosure_registered"
    | "holder_key"
    | "holder_proof"
    | "holder_proof_missing"
    | "holder_proof_other";
  /** It is not what the issuer, or the holder, signed. */
  altered: "signature" | "disclosure_unreferenced" | "holder_signature";
  /** Nobody who is trusted is said to have signed it. */
  "unknown-issuer": "key_unknown" | "issuer_unknown";
  /** It is genuine, and its time is over. */
  expired: "expired";
  /** It is genuine, and its time has not come. */
  "not-yet-valid": "not_before" | "issued_later";
  suspended: "suspended";
  /** Revoked, surrendered or replaced: a status list cannot tell which. */
  "no-longer-in-force": "invalid";
  /** Nothing that can be believed says that it is in force. */
  "status-unknown":
    | "status_reference_missing"
    | "status_list_missing"
    | "status_list_malformed"
    | "status_list_altered"
    | "status_list_issuer"
    | "status_list_other"
    | "status_list_later"
    | "status_list_expired"
    | "status_index"
    | "status_value";
}

export type RefusalKind = "malformed" | "altered" | "unknown-issuer";

/** Thrown within the verifier, which turns it into a verdict; never leaves it. */
export class Refusal extends Error {
  declare readonly kind: RefusalKind;
  declare readonly reason: Reasons[RefusalKind];

  constructor(kind: RefusalKind, reason: Reasons[RefusalKind]) {
    super(reason);
    this.kind = kind;
    this.reason = reason;
  }
}

export function malformed(reason: Reasons["malformed"]): Refusal {
  return new Refusal("malformed", reason);
}

export function altered(reason: Reasons["altered"]): Refusal {
  return new Refusal("altered", reason);
}

export function unknownIssuer(reason: Reasons["unknown-issuer"]): Refusal {
  return new Refusal("unknown-issuer", reason);
}

/** An error that was caught, as a refusal; what is none is a fault of ours, and thrown on. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}
