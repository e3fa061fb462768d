/** Settings come as environment variables, and are read when they are needed. */
export const SETTINGS = [
  "TABLE_NAME",
  "BUCKET_NAME",
  "PUBLIC_URL",
  "APPLICANTS_ISSUER",
  "OFFICERS_ISSUER",
  "STATE_MACHINE_PREFIX",
  "MAIL_FROM",
  "GATEWAY_URL",
  "GATEWAY_KEY",
  "GATEWAY_WEBHOOK_SECRETS",
  "KEY_ALIAS_PREFIX",
  "PUBLISHER",
] as const;

export type Setting = (typeof SETTINGS)[number];

/**
 * Asked by a bundle when it is loaded: a function that lacks a setting fails at its first start, and
 * not weeks later, by the first request that comes to need it.
 *
 * @throws Error naming the first that is not set
 */
export function requireSettings(names: readonly Setting[]): void {
  for (const name of names) setting(name);
}

/** @throws Error naming the variable where it is not set */
export function setting(name: Setting): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`the environment variable ${name} is not set`);
  }
  return value;
}
