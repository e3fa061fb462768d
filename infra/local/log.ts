/**
 * Where the parts of the one-machine home write what happens. The Lambda Powertools logger fits as
 * it is. Fields never hold personal data, a token, or a request's body.
 */
export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}
