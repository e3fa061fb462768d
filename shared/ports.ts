/**
 * What the rules and the handlers need of the world, as ports: time, randomness, files, mail,
 * signing, payment, workflow. Adapters stand in sub-folders of `shared/`; a test owns every one.
 */

/** Milliseconds since the Unix epoch, an integer. The only form in which a moment is passed about. */
export type Instant = number;

/** The domain clock: due dates and sweeps follow it. Retries and tokens stay on real time. */
export interface Clock {
  now(): Instant;
}

/** Cryptographically secure randomness. */
export interface Random {
  /** `length` fresh random bytes. */
  bytes(length: number): Uint8Array;
}

/** What an object storage says of a stored object. */
export interface StoredFile {
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
}

/** A form that a browser posts one file with, straight to the storage (S3 pre-signed POST). */
export interface UploadForm {
  readonly url: string;
  /** Hidden fields, to be sent before the field `file`. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Object storage: uploads land under `quarantine/` and are read by nobody until released. */
export interface Files {
  /** The storage itself refuses another key, another media type and more than `maxBytes`. */
  presignUpload(upload: {
    readonly key: string;
    readonly mediaType: string;
    readonly maxBytes: number;
    readonly expiresInSeconds: number;
  }): Promise<UploadForm>;
  /** A link that downloads one released file under a given name. */
  presignDownload(download: {
    readonly key: string;
    readonly fileName: string;
    readonly mediaType: string;
    readonly expiresInSeconds: number;
  }): Promise<string>;
  /** What is stored under a key, or undefined. */
  describe(key: string): Promise<StoredFile | undefined>;
  /** The bytes under a key, or undefined. */
  read(key: string): Promise<Uint8Array | undefined>;
  /**
   * Keeps these very bytes under a key, unless a file stands there already: then that one stays.
   * @returns whether it was kept
   */
  keep(
    key: string,
    file: { readonly bytes: Uint8Array; readonly mediaType: string },
  ): Promise<boolean>;
  /** Removes a file; absent is fine. */
  remove(key: string): Promise<void>;
}

/** One mail, whole. `id` is stable across retries: a mailbox shows it once. */
export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  send(mail: Mail): Promise<void>;
}

/** One signing key: ECDSA P-256 with SHA-256 (ES256). */
export interface Signer {
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string;
  /** Signs the bytes (hashed with SHA-256 by the adapter); 64 bytes r||s, as JOSE and COSE want. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A checkout as the gateway itself tells of it, fetched again and never believed from a browser. */
export interface Checkout {
  readonly id: string;
  readonly url: string;
  readonly status: "open" | "paid" | "failed" | "expired" | "refunded";
  /** Minor units. */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  /** Our own reference, given when it was opened. */
  readonly reference: string;
}

export interface PaymentGateway {
  /** Opens a checkout; the same reference gives the same checkout again. */
  open(order: {
    readonly reference: string;
    readonly amount: number;
    readonly currency: string;
    readonly description: string;
    readonly returnUrl: string;
  }): Promise<Checkout>;
  /** The checkout as it is now, or undefined. */
  fetch(id: string): Promise<Checkout | undefined>;
  /** Gives the whole amount back; doing it twice is doing it once. */
  refund(id: string): Promise<void>;
  /**
   * Closes an open checkout: when it is answered, no money can come by it any more. Fails while
   * money is on its way; doing it twice is doing it once.
   */
  expire(id: string): Promise<void>;
}
