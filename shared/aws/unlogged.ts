import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";

/**
 * A logger without `info` and `error`. The SDK copies all that a call sent and got, member by
 * member, for these two, also for its own default which then drops it: a quarter of a call's cost.
 * What a call holds of people has no place in a log in any case.
 */
export const UNLOGGED = {
  trace() {},
  debug() {},
  warn() {},
} as unknown as NonNullable<DynamoDBClientConfig["logger"]>;
