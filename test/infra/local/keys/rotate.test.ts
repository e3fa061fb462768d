import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createKeys, keyAliasesOf } from "../../../../infra/local/keys/create.ts";
import { type Rotated, rotate } from "../../../../infra/local/keys/rotate.ts";
import { type KeyServer, serveKeys } from "../../../../infra/local/keys/server.ts";
import { cwtToSign } from "../../../../shared/licence/cwt.ts";
import { sdJwtToSign } from "../../../../shared/licence/sd-jwt.ts";
import { signToken } from "../../../../shared/licence/to-sign.ts";
import { PUBLISHED_AHEAD_MS } from "../../../../shared/signing/key-ring.ts";
import type { JwkSet } from "../../../../shared/verifier/keys.ts";
import { verify } from "../../../../shared/verifier/primitives/node.ts";
import { DAY, ISSUED, ISSUER, licenceRecord, NOW } from "../../../shared/licence/issuer.ts";
import { openLocalStore } from "../../../shared/store/local-store.ts";

const AUTHORITY = "vn-quang-nam";
const ALIAS = `alias/licentia-${AUTHORITY}-licences`;
const START = NOW;
const KEPT_UNTIL = NOW + 10 * 365 * DAY * 1000;

let folder: string;
let server: KeyServer;
let kms: KMSClient;
let local: Awaited<ReturnType<typeof openLocalStore>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "licentia-rotation-"));
  server = await serveKeys({ file: join(folder, "keys.json") });
  local = await openLocalStore();
  Object.assign(process.env, {
    AWS_REGION: "local",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${server.port}`,
    AWS_ENDPOINT_URL_DYNAMODB: local.endpoint,
    TABLE_NAME: "licentia",
    KEY_ALIAS_PREFIX: "licentia-",
  });
  kms = new KMSClient({});
  await createKeys(keyAliasesOf(AUTHORITY));
});
afterAll(async () => {
  kms?.destroy();
  await local?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const rotated = (realNow: number): Promise<Rotated> =>
  rotate({
    kms,
    rings: local.store.keyRings,
    authority: AUTHORITY,
    purpose: "licences",
    alias: ALIAS,
    realNow,
    keptUntil: KEPT_UNTIL,
    withPolicy: false,
  });

/** A function's process that has just begun: it remembers no key. */
async function aProcess(at = NOW) {
  vi.resetModules();
  const wiring = await import("../../../../functions/wiring.ts");
  const trust = await import("../../../../functions/public/trust.ts");
  wiring.useClock({ now: () => at });
  return {
    signer: (kid?: string) => wiring.signer(AUTHORITY, "licences", kid),
    keySet: async () => {
      const { keys } = await trust.keysOf({ id: AUTHORITY, issuer: ISSUER });
      return { keys, kids: keys.map(({ kid }) => kid) };
    },
  };
}

/** Reserves by the key that signs now; the record names it. */
async function reserved() {
  const { kid } = await (await aProcess()).signer();
  return licenceRecord(kid, { iat: ISSUED });
}

async function signedForms(record: ReturnType<typeof licenceRecord>) {
  const key = await (await aProcess()).signer(record.kid);
  return [await signToken(sdJwtToSign(record), key), await signToken(cwtToSign(record), key)];
}

/** Genuine, that is: without a status list no more can be said. */
async function areGenuine(forms: readonly (string | Uint8Array)[], keys: JwkSet) {
  const verdicts = await Promise.all(forms.map((licence) => verify({ licence, keys, at: NOW })));
  return verdicts.every(({ kind }) => kind === "status-unknown");
}

describe("a rotation of an issuer's signing key", () => {
  it("publishes the next key ahead, and lets licences of both be verified by a set kept since", async () => {
    const first = await reserved();
    const published = await rotated(START);
    expect(published).toMatchObject({ done: "published" });
    expect(published.kid).not.toBe(first.kid);

    // What a verifier fetched while the next key was only published, and keeps from here on.
    const kept = await (await aProcess()).keySet();
    expect(kept.kids).toEqual(expect.arrayContaining([first.kid, published.kid]));
    expect((await reserved()).kid).toBe(first.kid);

    const early = await rotated(START + PUBLISHED_AHEAD_MS - 1);
    expect(early).toEqual({
      done: "waiting",
      kid: published.kid,
      until: START + PUBLISHED_AHEAD_MS,
    });
    expect((await reserved()).kid).toBe(first.kid);

    // Issuing is under way: reserved by the first key, and not signed yet.
    const switched = await rotated(START + PUBLISHED_AHEAD_MS);
    expect(switched).toEqual({ done: "switched", kid: published.kid, keptUntil: KEPT_UNTIL });
    const second = await reserved();
    expect(second.kid).toBe(published.kid);
    expect(await areGenuine(await signedForms(first), kept)).toBe(true);
    expect(await areGenuine(await signedForms(second), kept)).toBe(true);
  });

  it("keeps the old key in the set until its last licence has expired, and not longer", async () => {
    const ring = await local.store.keyRings.of(AUTHORITY, "licences");
    const old = ring.find(({ keptUntil }) => keptUntil === KEPT_UNTIL);
    const kids = async (at: number) => (await (await aProcess(at)).keySet()).kids;
    expect(await kids(KEPT_UNTIL - 1)).toContain(old?.kid);
    expect(await kids(KEPT_UNTIL)).not.toContain(old?.kid);
  });

  it("goes on where a crash left it between moving the alias and writing it down", async () => {
    const { kid } = await rotated(START);
    const { keyRings } = local.store;
    const crash = { ...keyRings, advance: () => Promise.reject(new Error("crash")) };
    const at = START + PUBLISHED_AHEAD_MS;
    const crashing = rotate({
      kms,
      rings: crash,
      authority: AUTHORITY,
      purpose: "licences",
      alias: ALIAS,
      realNow: at,
      keptUntil: KEPT_UNTIL,
      withPolicy: false,
    });
    await expect(crashing).rejects.toThrow("crash");
    expect((await reserved()).kid).toBe(kid);
    expect(await rotated(at + 1)).toMatchObject({ done: "switched", kid });
    const ring = await keyRings.of(AUTHORITY, "licences");
    expect(ring.filter(({ keptUntil }) => keptUntil === undefined)).toHaveLength(1);
  });

  it("knows no key of a name that it never had", async () => {
    await expect((await aProcess()).signer("unknown")).rejects.toThrow("has no key unknown");
  });
});
