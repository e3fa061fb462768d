import type { ServerResponse } from "node:http";

/** The answers that are no success, by the names S3 gives them. */
export const FAULTS = {
  AccessDenied: [403, "Access Denied"],
  AuthorizationHeaderMalformed: [400, "The authorization header is malformed."],
  AuthorizationQueryParametersError: [400, "The query does not carry a whole signature."],
  BadDigest: [400, "The checksum or digest does not match what was received."],
  EntityTooLarge: [400, "The upload exceeds the maximum allowed size."],
  EntityTooSmall: [400, "The upload is smaller than the minimum allowed size."],
  IncompleteBody: [400, "The body ended before it was complete."],
  InternalError: [500, "An internal error occurred. Try again."],
  InvalidAccessKeyId: [403, "The access key id does not exist."],
  InvalidArgument: [400, "An argument is missing or wrong."],
  InvalidPolicyDocument: [400, "The form's policy cannot be read."],
  InvalidURI: [400, "The URI cannot be parsed."],
  KeyTooLongError: [400, "The key is longer than 1024 bytes."],
  MalformedPOSTRequest: [400, "The body is not well-formed multipart/form-data."],
  MethodNotAllowed: [405, "The method does not apply to this resource."],
  NoSuchBucket: [404, "The bucket does not exist."],
  NoSuchKey: [404, "The key does not exist."],
  PreconditionFailed: [412, "At least one of the preconditions did not hold."],
  NotImplemented: [501, "This part of S3 is not implemented here."],
  RequestTimeTooSkewed: [403, "The request's time and the server's lie too far apart."],
  SignatureDoesNotMatch: [403, "The signature does not match."],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type FaultCode = keyof typeof FAULTS;

/** A request that cannot be served; `detail` replaces the fault's own message. */
export class FileFault extends Error {
  override readonly name = "FileFault";
  readonly code: FaultCode;
  constructor(code: FaultCode, detail?: string) {
    super(detail ?? FAULTS[code][1]);
    this.code = code;
  }
}

/** Answers with S3's error document; a HEAD has the status alone. */
export function sendFault(response: ServerResponse, fault: FileFault): void {
  response.writeHead(FAULTS[fault.code][0], { "content-type": "application/xml" });
  response.end(
    response.req.method === "HEAD"
      ? undefined
      : `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${fault.code}</Code><Message>${escapeXml(fault.message)}</Message></Error>`,
  );
}

/** Text as it may stand in an element. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
