import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { publishSoon } from "../../functions/publish-soon.ts";

const SURROUNDINGS = {
  AWS_REGION: "ap-southeast-1",
  AWS_ACCESS_KEY_ID: "id",
  AWS_SECRET_ACCESS_KEY: "secret",
  PUBLISHER: "licentia-publish-status-lists",
  LOG_LEVEL: "silent",
};

describe("whoever changed a status", () => {
  const before = { ...process.env };
  let server: Server;
  let status = 202;
  const asked: { path: string | undefined; type: unknown; signed: string }[] = [];
  beforeEach(async () => {
    asked.length = 0;
    server = createServer((request, response) => {
      const { url, headers } = request;
      const { authorization = "" } = headers;
      asked.push({ path: url, type: headers["x-amz-invocation-type"], signed: authorization });
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const endpoint = { AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${port}` };
    Object.assign(process.env, SURROUNDINGS, endpoint);
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
    for (const name of [...Object.keys(SURROUNDINGS), "AWS_ENDPOINT_URL_LAMBDA"]) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });

  it("asks the publisher to come, and does not wait for what it does", async () => {
    await publishSoon();
    expect(asked).toEqual([
      {
        path: "/2015-03-31/functions/licentia-publish-status-lists/invocations",
        type: "Event",
        signed: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/ap-southeast-1\/lambda\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-invocation-type, Signature=[0-9a-f]{64}$/,
        ),
      },
    ]);
  });

  it("has changed it all the same where the publisher is throttled or out of reach", async () => {
    status = 429;
    await expect(publishSoon()).resolves.toBeUndefined();
    process.env["AWS_ENDPOINT_URL_LAMBDA"] = "http://127.0.0.1:1";
    await expect(publishSoon()).resolves.toBeUndefined();
  });
});
