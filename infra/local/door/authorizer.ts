import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import type { Claims } from "./event.ts";

/** A JWT authorizer: whose tokens are believed, and for whom they must be meant. */
export interface Authorizer {
  readonly issuer: string;
  readonly jwksUri: string;
  /** Accepted values of `aud`, or of `client_id` in a token without `aud` (Cognito's have none). */
  readonly audiences: readonly string[];
}

/** The token was refused; to be answered with 401 and this header `www-authenticate`. */
export class Unauthorized extends Error {
  override readonly name = "Unauthorized";
  readonly wwwAuthenticate: string;
  constructor(wwwAuthenticate: string) {
    super("Unauthorized");
    this.wwwAuthenticate = wwwAuthenticate;
  }
}

/**
 * Verifies bearer tokens as API Gateway's JWT authorizer does: signature by the issuer's published
 * keys, `kid`, `iss`, `aud` or else `client_id`, `exp`, `nbf`, `iat`. Beyond its RS256, ES256.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 *
 * @returns a function from the header `authorization` and the issuers a route accepts to the claims.
 *   It throws {@link Unauthorized}, or another error if the issuer's keys cannot be fetched.
 */
export function tokenVerifier(
  authorizers: readonly Authorizer[],
  now: () => number,
): (authorization: string | undefined, issuers: readonly string[]) => Promise<Claims> {
  const known = authorizers.map((authorizer) => ({
    ...authorizer,
    keys: createRemoteJWKSet(new URL(authorizer.jwksUri), { timeoutDuration: 5_000 }),
  }));

  const believed = new Map<string, Believed>();

  return async (authorization, issuers) => {
    const token = authorization?.replace(/^Bearer +/i, "").trim();
    if (!token) throw new Unauthorized("Bearer");
    const before = believed.get(token);
    if (before && now() < before.until && issuers.includes(before.issuer)) return before.claims;
    const issuer = issuerOf(token);
    const authorizer = known.find((one) => one.issuer === issuer && issuers.includes(one.issuer));
    if (!authorizer) throw refused("the issuer of the token is not accepted here");
    const currentDate = new Date(now());
    const { payload, protectedHeader } = await jwtVerify(token, authorizer.keys, {
      issuer: authorizer.issuer,
      algorithms: ["RS256", "ES256"],
      requiredClaims: ["exp"],
      currentDate,
    }).catch((error) => {
      throw isFaultOfToken(error) ? refused(reason(error)) : error;
    });
    if (!protectedHeader.kid) throw refused("the token does not name its key");
    if ((payload.iat ?? 0) * 1_000 > currentDate.getTime())
      throw refused("the token is not yet valid");
    if (!isMeantFor(payload, authorizer.audiences)) {
      throw refused("the token does not have a valid audience");
    }
    const claims = claimsOf(payload);
    if (believed.size >= MOST_BELIEVED) believed.clear();
    const until = Math.min((payload.exp ?? 0) * 1_000, now() + BELIEVED_MS);
    believed.set(token, { issuer: authorizer.issuer, claims, until });
    return claims;
  };
}

/** A token that was verified is not verified again for a while: its signature cannot change. */
interface Believed {
  readonly issuer: string;
  readonly claims: Claims;
  /** Milliseconds since the epoch: its own end, or sooner, so that a withdrawn key ends it too. */
  readonly until: number;
}

const BELIEVED_MS = 5 * 60_000;
const MOST_BELIEVED = 1_000;

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw refused("the token is not a JWT");
  }
}

function isMeantFor(payload: JWTPayload, audiences: readonly string[]): boolean {
  const named = payload.aud ?? payload["client_id"];
  const values: unknown[] = Array.isArray(named) ? named : [named];
  return values.some((value) => typeof value === "string" && audiences.includes(value));
}

/** Keys that cannot be fetched are our fault; everything else that jose says is the token's. */
function isFaultOfToken(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  return error instanceof errors.JOSEError && error.code !== "ERR_JOSE_GENERIC";
}

function reason(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "the token has expired";
  if (error instanceof errors.JWTClaimValidationFailed)
    return `the claim ${error.claim} is not valid`;
  if (error instanceof errors.JOSEAlgNotAllowed) return "signing method is not accepted";
  return "the signature of the token is not valid";
}

function refused(description: string): Unauthorized {
  return new Unauthorized(
    `Bearer scope="" error="invalid_token" error_description="${description}"`,
  );
}

/**
 * Claims as text, as measured on AWS (https://github.com/floci-io/floci/pull/2011): a list is
 * `[a b]`, null is left out, an object is JSON.
 */
function claimsOf(payload: JWTPayload): Claims {
  const entries = Object.entries(payload).filter(([, value]) => value != null);
  return Object.fromEntries(entries.map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(" ")}]`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
