/** The stacks deployed to an emulator of AWS, and a licence applied for, decided and verified there. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGateway } from "../../../../infra/local/gateway/server.ts";
import { applyAuthority } from "../../../../shared/authority/apply.ts";
import { authoritySchema } from "../../../../shared/authority/authority.ts";
import { openTable } from "../../../../shared/store/client.ts";
import { calendarOf } from "../../../../workflows/authorities/registry.ts";
import { anonymously, licensed } from "../../../journeys/dossier.ts";
import { bearing, type Person } from "../../../journeys/people.ts";
import { eventually } from "../../../journeys/platform.ts";
import { ask, cdk, credentials, endpointOfEmulator, reachApi, tokenOf } from "./emulator.ts";

const ROLES = ["reception", "appraiser", "head", "leader"] as const;
const PLATFORM = "licentia-emulator-platform";
const GATEWAY_PORT = 4599;

const folder = mkdtempSync(join(tmpdir(), "licentia-deploy-"));
let outputs: Record<string, string>;
let api: Awaited<ReturnType<typeof reachApi>>;
let gateway: { close(): Promise<void> };

beforeAll(async () => {
  Object.assign(process.env, credentials());
  endpointOfEmulator();
  const out = join(folder, "cdk.out");
  const file = join(folder, "outputs.json");
  await cdk("synth", "--quiet", "-c", "environment=emulator", "-o", out);
  await cdk("bootstrap", "--app", out);
  await cdk("deploy", "--all", "--require-approval", "never", "--app", out, "-O", file);
  outputs = JSON.parse(readFileSync(file, "utf8"))[PLATFORM];
  const [, id = ""] = /^https:\/\/([^.]+)\./.exec(outputs["Url"] ?? "") ?? [];
  api = await reachApi(id);
  gateway = await openSandbox(api.url);
});

afterAll(async () => {
  await gateway?.close();
  await api?.close();
  await cdk("destroy", "--all", "--force", "--app", join(folder, "cdk.out"));
  rmSync(folder, { recursive: true, force: true });
});

/** Machine client of a pool; the first client of each is the web pages'. */
function clientOf(pool: "Applicants" | "Officers", index: number): string {
  const client = outputs[`${pool}Clients`]?.split(",")[index + 1];
  if (!client) throw new Error(`no machine ${index} among the ${pool}`);
  return client;
}

async function signedIn(pool: "Applicants" | "Officers", index: number): Promise<Person> {
  const userPool = outputs[`${pool}Issuer`]?.split("/").at(-1) ?? "";
  const client = clientOf(pool, index);
  return bearing(await tokenOf(userPool, client), api.url, client);
}

/** The sandbox gateway, with the key and the secret that the stack has made up. */
async function openSandbox(url: string): Promise<{ close(): Promise<void> }> {
  const { SecretString } = await ask("secretsmanager", "secretsmanager.GetSecretValue", {
    SecretId: "licentia/gateway",
  });
  const { key, webhookSecrets } = JSON.parse(SecretString);
  const mount = await openGateway({
    url: `http://127.0.0.1:${GATEWAY_PORT}/gateway`,
    folder,
    key,
    webhook: { url: `${url}/payments/webhook`, secret: webhookSecrets },
  });
  const server: Server = createServer((incoming, outgoing) => mount.listener(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(GATEWAY_PORT, "127.0.0.1", resolve));
  return {
    async close() {
      server.closeAllConnections();
      server.close();
      await mount.close();
    },
  };
}

async function applyDemoAuthority(): Promise<void> {
  const path = join(import.meta.dirname, "../../../../workflows/authorities/vn-quang-nam.json");
  const file = authoritySchema.parse(JSON.parse(readFileSync(path, "utf8")));
  const appointments = ROLES.map((role, index) => ({
    id: `machine-${role}`,
    person: clientOf("Officers", index),
    name: role,
    unit: "ubnd-dien-ban",
    role,
    from: "2025-07-01T00:00:00+07:00",
  }));
  const table = openTable(outputs["TableName"] ?? "");
  await applyAuthority(
    table,
    { ...file, appointments },
    calendarOf(file.calendar),
    "test",
    Date.now(),
  );
}

describe("a platform deployed to an emulator", () => {
  it("issues a licence that verifies", async () => {
    await applyDemoAuthority();
    const shop = await signedIn("Applicants", 0);
    const party = {
      kind: "household",
      name: "Hộ kinh doanh Nguyễn Thị Lan",
      taxId: "4000123457",
      email: "lan@nguyenthilan.example",
      language: "vi",
    };
    const made = await shop.post("/parties", party, { "idempotency-key": `party-${Date.now()}` });
    expect(made.status, JSON.stringify(made.body)).toBe(201);

    const { licence } = await licensed(shop, {
      reception: await signedIn("Officers", 0),
      appraisal: await signedIn("Officers", 1),
      head: await signedIn("Officers", 2),
      signing: await signedIn("Officers", 3),
    });
    // Known to be valid once its status list is published, which its schedule does every minute.
    const { body: verdict } = await eventually(
      () => anonymously(api.url).post("/verifications", { licence: licence.sdJwt }),
      ({ body }) => body.verdict !== "status-unknown",
      150_000,
    );
    expect(verdict).toMatchObject({ verdict: "valid", licence: { number: licence.number } });
  });
});
