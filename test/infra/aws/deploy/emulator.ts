/** The few calls to AWS's services that the journey needs beside the platform's own API. */
import { execFile } from "node:child_process";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "../../../..");
const REGION = "us-east-1";

/** @throws Error where no emulator is named: this journey never touches an account */
export function endpointOfEmulator(): string {
  const endpoint = process.env["AWS_ENDPOINT_URL"];
  if (!endpoint || /amazonaws/.test(endpoint)) {
    throw new Error("AWS_ENDPOINT_URL names no emulator; see docs/deploy.md, Without an account");
  }
  return endpoint;
}

/** The environment of every command and client; an emulator asks for no true credentials. */
export function credentials(): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: process.env["AWS_ACCESS_KEY_ID"] ?? "emulator",
    AWS_SECRET_ACCESS_KEY: process.env["AWS_SECRET_ACCESS_KEY"] ?? "emulator",
  };
}

/** Runs the CDK's command line, and says what it said where it fails. */
export async function cdk(...args: string[]): Promise<void> {
  const command = join(ROOT, "node_modules/.bin/cdk");
  const env = { ...process.env, ...credentials(), CDK_DISABLE_CLI_TELEMETRY: "true" };
  await promisify(execFile)(command, args, { cwd: ROOT, env, maxBuffer: 1 << 26 });
}

/** One call of a service that speaks JSON, by the scope from which an emulator tells it. */
export async function ask(
  service: "cognito-idp" | "secretsmanager",
  target: string,
  body: object,
  // biome-ignore lint/suspicious/noExplicitAny: an answer is read where it is used
): Promise<any> {
  const { AWS_ACCESS_KEY_ID } = credentials();
  const scope = `${AWS_ACCESS_KEY_ID}/20260101/${REGION}/${service}/aws4_request`;
  const answer = await fetch(endpointOfEmulator(), {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${target}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** An access token by client credentials. */
export async function tokenOf(userPool: string, client: string): Promise<string> {
  const { UserPoolClient } = await ask(
    "cognito-idp",
    "AWSCognitoIdentityProviderService.DescribeUserPoolClient",
    { UserPoolId: userPool, ClientId: client },
  );
  const basic = Buffer.from(`${client}:${UserPoolClient.ClientSecret}`).toString("base64");
  const answer = await fetch(new URL("/oauth2/token", endpointOfEmulator()), {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "licentia/api" }),
  });
  const { access_token } = (await answer.json()) as { access_token?: string };
  if (!access_token) throw new Error(`no token for ${client}: ${answer.status}`);
  return access_token;
}

/**
 * The API at an address of this machine. On AWS it has a host of its own, and emulators tell their
 * APIs by that host, which does not resolve here.
 */
export async function reachApi(
  api: string,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const emulator = new URL(endpointOfEmulator());
  const host = `${api}.execute-api.localhost:${emulator.port}`;
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const { hostname, port } = emulator;
    const forwarded = request(
      { hostname, port, method, path, headers: { ...headers, host } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forwarded.on("error", () => outgoing.writeHead(502).end());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
