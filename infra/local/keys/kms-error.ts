/** An error as KMS names it (KMS API reference, `Errors` of each operation, and the common ones). */
export type KmsErrorName =
  | "AlreadyExistsException"
  | "InvalidKeyUsageException"
  | "KMSInternalException"
  | "NotFoundException"
  | "SerializationException"
  | "UnknownOperationException"
  | "UnsupportedOperationException"
  | "ValidationException";

export class KmsError extends Error {
  override readonly name: KmsErrorName;

  constructor(name: KmsErrorName, message: string) {
    super(message);
    this.name = name;
  }

  /** AWS answers 500 for faults of its own, and 400 for the caller's. */
  get status(): number {
    return this.name === "KMSInternalException" ? 500 : 400;
  }
}
