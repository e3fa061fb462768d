/** The servers that are measured, each a process of its own with a folder that goes. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../free-port.ts";
import { obtainToken } from "../identity/login.ts";
import { findIdentity, issuerOf } from "../identity/people.ts";
import { Pace } from "./pace.ts";
import type { Lifecycle } from "./steps.ts";

const ROOT = join(import.meta.dirname, "../../..");
const START = join(ROOT, "infra/local/commands/start.ts");
const BARE = join(import.meta.dirname, "bare-server.ts");

export const DRAFT = {
  permit: "retail-liquor",
  authority: "vn-quang-nam",
  place: "dien-ban",
  answers: JSON.parse(readFileSync(join(ROOT, "docs/examples/liquor-answers.json"), "utf8")),
};
export const FILE = readFileSync(join(ROOT, "docs/examples/document.pdf"));
export const PEOPLE = [
  "lan",
  "dienban-reception",
  "dienban-appraiser",
  "dienban-head",
  "dienban-leader",
] as const;

export interface Measured {
  readonly lifecycle: Lifecycle;
  readonly url: string;
  /** Where it keeps everything. */
  readonly folder: string;
  close(): Promise<void>;
}

/** @param flags of `npm start`, beside the port and the folder */
export async function platformServer(flags: readonly string[] = []): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "licentia-bench-"));
  const port = await freePort(0);
  const child = await running(
    [START, "--port", String(port), "--data", folder, ...flags],
    "Ctrl-C stops it",
  );
  const url = `http://localhost:${port}`;
  return { lifecycle: await lifecycleAt(url), url, folder, close: () => ended(child, folder) };
}

export async function bareServer(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "licentia-bare-"));
  const child = await running([BARE, join(folder, "bare.db")], "listening on ");
  const url = `http://127.0.0.1:${child.said.match(/listening on (\d+)/)?.[1]}`;
  const lifecycle: Lifecycle = {
    pace: new Pace(),
    call: (_, method, path, body) => request(url, method, path, {}, body),
    post: async (_, file) => {
      const type = { "content-type": "application/pdf" };
      await fetch(`${url}/files`, { method: "POST", headers: type, body: new Uint8Array(file) });
    },
    pay: async () => {
      await request(url, "POST", "/pay", {}, { outcome: "paid" });
    },
  };
  return { lifecycle, url, folder, close: () => ended(child, folder) };
}

/** Everybody signed in, calling a platform that runs. */
export async function lifecycleAt(
  url: string,
  people: readonly string[] = PEOPLE,
): Promise<Lifecycle> {
  const tokens = new Map<string, string>();
  for (const person of people) {
    const pool = findIdentity(person)?.pool ?? "applicants";
    tokens.set(person, await obtainToken({ issuer: issuerOf(url, pool), person }));
  }
  let keys = 0;
  return {
    pace: new Pace(),
    call: (who, method, path, body) => {
      const headers = {
        authorization: `Bearer ${tokens.get(who)}`,
        ...(path === "/applications" && { "idempotency-key": `bench-${process.pid}-${keys++}` }),
      };
      return request(url, method, path, headers, body);
    },
    post: async (form, file) => {
      const { url: to, fields } = form as { url: string; fields: Record<string, string> };
      const data = new FormData();
      for (const [name, value] of Object.entries(fields)) data.set(name, value);
      data.set("file", new Blob([new Uint8Array(file)]));
      await (await fetch(to, { method: "POST", body: data })).arrayBuffer();
    },
    pay: async (checkout) => {
      const body = new URLSearchParams({ outcome: "paid" });
      const paid = await fetch(String(checkout["url"]), {
        method: "POST",
        body,
        redirect: "manual",
      });
      await paid.arrayBuffer();
    },
  };
}

async function request(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: unknown,
) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : {} };
}

function running(args: string[], ready: string): Promise<ChildProcess & { said: string }> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
      if (said.includes(ready)) resolve(Object.assign(child, { said }));
    });
    child.once("exit", (code) => reject(new Error(`a server ended with ${code}: ${said}`)));
  });
}

function ended(child: ChildProcess, folder: string): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
      resolve();
    });
    child.kill("SIGINT");
  });
}
