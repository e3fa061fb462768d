import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { post } from "../../../shared/aws/request.ts";

let server: Server;
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function ask(listener: RequestListener, patienceMs = 5_000) {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return post(
    {
      endpoint: `http://127.0.0.1:${port}`,
      region: "local",
      credentials: { accessKeyId: "id", secretAccessKey: "secret", sessionToken: "token" },
    },
    { service: "dynamodb", path: "/a b", headers: { "x-one": "1" }, body: "é", patienceMs },
  );
}

it("is answered with a status and a text, however it comes in pieces", async () => {
  const letter = Buffer.from("ơ");
  const answer = await ask((_, response) => {
    response.writeHead(202);
    response.write(letter.subarray(0, 1));
    setTimeout(() => response.end(letter.subarray(1)), 20);
  });
  expect(answer).toEqual({ status: 202, text: "ơ" });
});

it("is a signed POST of the whole body", async () => {
  const seen: unknown[] = [];
  await ask(async (request, response) => {
    let body = "";
    for await (const piece of request.setEncoding("utf8")) body += piece;
    const { host, authorization, ...headers } = request.headers;
    seen.push(request.method, request.url, body, headers["x-one"], headers["x-amz-security-token"]);
    seen.push(authorization?.replace(/[0-9a-f]{64}|\d{8}/g, "-"));
    response.end();
  });
  expect(seen).toEqual([
    ...["POST", "/a%20b", "é", "1", "token"],
    "AWS4-HMAC-SHA256 Credential=id/-/local/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token;x-one, Signature=-",
  ]);
});

it.each<[string, RequestListener]>([
  ["nothing is said in time", () => {}],
  ["not all is said in time", (_, response) => response.writeHead(200).write("a")],
  ["the connection is cut off", (request) => request.socket.destroy()],
  [
    "the answer is cut off",
    (request, response) => {
      response.writeHead(200, { "content-length": 9 }).write("a", () => request.socket.destroy());
    },
  ],
])("is thrown where %s", async (_, listener) => {
  await expect(ask(listener, 100)).rejects.toThrow();
});
