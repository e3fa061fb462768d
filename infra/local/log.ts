import type { Logger } from "@aws-lambda-powertools/logger";
import type { LogAttributes } from "@aws-lambda-powertools/logger/types";

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

/** A log that writes through a logger of Lambda Powertools. */
export function logOf(logger: Pick<Logger, "debug" | "info" | "warn" | "error">): Log {
  return {
    debug: (message, fields = {}) => logger.debug(message, fields as LogAttributes),
    info: (message, fields = {}) => logger.info(message, fields as LogAttributes),
    warn: (message, fields = {}) => logger.warn(message, fields as LogAttributes),
    error: (message, fields = {}) => logger.error(message, fields as LogAttributes),
  };
}
