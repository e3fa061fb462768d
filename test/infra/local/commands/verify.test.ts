import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cwtToSign } from "../../../../shared/licence/cwt.ts";
import { sdJwtToSign } from "../../../../shared/licence/sd-jwt.ts";
import { emptyStatusList, withStatuses } from "../../../../shared/status-list/list.ts";
import {
  ISSUER,
  licenceRecord,
  NOW,
  signer,
  statusListJwt,
} from "../../../shared/licence/issuer.ts";

const COMMAND = "infra/local/commands/verify.ts";
const AT = ["--at", new Date(NOW).toISOString()];
const key = signer();
const record = licenceRecord(key.kid);
const licence = key.finish(sdJwtToSign(record));
let folder: string;
let keys: string[];
let status: string[];
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "licentia-verify-"));
  const put = async (name: string, content: string) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  file = await put("licence.txt", `${licence}\n`);
  keys = ["--keys", await put("keys.json", JSON.stringify({ keys: [key.jwk] }))];
  status = ["--status", await put("status.jwt", `${statusListJwt(key)}\n`)];
});

afterAll(() => rm(folder, { recursive: true }));

async function run(args: string[], input: string | Uint8Array = "") {
  const child = spawn(process.execPath, [COMMAND, ...args]);
  child.stdin.end(input);
  const [output, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once("close", resolve)),
  ]);
  return { code, output, errors };
}

async function put(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

describe("npm run verify", () => {
  it("says who, what and until when, and succeeds, for a valid licence", async () => {
    const { code, output } = await run([file, ...keys, ...status, ...AT]);
    expect(output).toBe(
      [
        "Valid. It is genuine, within its term, and in force by its status list.",
        "  Holder        Công ty TNHH Rượu Hội An",
        "  Licence       Retail liquor licence",
        "  Number        12/GP-UBND",
        "  Valid until   2031-11-22T02:00:00Z",
        "  Issued by     https://licences.example",
        "  Status as of  2026-11-23T02:00:00Z",
        "",
      ].join("\n"),
    );
    expect(code).toBe(0);
  });

  it("speaks Vietnamese", async () => {
    const { output } = await run([file, ...keys, ...status, ...AT, "--language", "vi"]);
    expect(output).toMatch(/^Còn hiệu lực\. .*\n.*Chủ giấy phép {2}/);
  });

  it("takes the licence itself, or its text from stdin", async () => {
    expect((await run([licence, ...keys, ...status, ...AT])).code).toBe(0);
    expect((await run(["-", ...keys, ...status, ...AT], `${licence}\n`)).code).toBe(0);
  });

  it("takes a CWT as bytes from stdin, and in base64url as the API does", async () => {
    const cwt = key.finish(cwtToSign(record));
    const encoded = await put("cwt.txt", `${Buffer.from(cwt).toString("base64url")}\n`);
    expect((await run(["-", ...keys, ...status, ...AT], cwt)).code).toBe(0);
    expect((await run([encoded, ...keys, ...status, ...AT])).code).toBe(0);
  });

  it("prints the verdict as JSON", async () => {
    const { output } = await run([file, ...keys, ...status, ...AT, "--json"]);
    expect(JSON.parse(output)).toMatchObject({ kind: "valid", licence: { number: "12/GP-UBND" } });
  });

  it("believes the issuer whom the metadata names, and no other", async () => {
    const metadata = (issuer: string) => JSON.stringify({ issuer, jwks: { keys: [key.jwk] } });
    const own = await put("own.json", metadata(ISSUER));
    const other = await put("other.json", metadata("https://other.example"));
    expect((await run([file, "--keys", own, ...status, ...AT])).code).toBe(0);
    expect((await run([file, "--keys", other, ...status, ...AT])).code).toBe(14);
  });

  it("fetches the keys and the list where it is given their addresses", async () => {
    const server = createServer((request, response) => {
      const found = request.url === "/keys" ? JSON.stringify({ keys: [key.jwk] }) : undefined;
      response.writeHead(found ? 200 : 404).end(found);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect((await run([file, "--keys", `${origin}/keys`, ...status, ...AT])).code).toBe(0);
    const missing = await run([file, "--keys", `${origin}/none`, ...status, ...AT]);
    expect(missing).toMatchObject({ code: 1, errors: expect.stringContaining("answers 404") });
    await new Promise((resolve) => server.close(resolve));
  });

  describe("fails with a number of its own when the licence", () => {
    const revoked = withStatuses(emptyStatusList(2 ** 17), [[4711, "invalid"]]);
    const suspended = withStatuses(emptyStatusList(2 ** 17), [[4711, "suspended"]]);

    it.each<[string, number, () => Promise<string[]>]>([
      ["has expired", 10, async () => [file, ...keys, ...status, "--at", "2031-11-22T02:00:00Z"]],
      [
        "is not yet valid",
        11,
        async () => [file, ...keys, ...status, "--at", "2020-01-01T00:00:00Z"],
      ],
      [
        "is suspended",
        12,
        async () => {
          const list = await put("suspended.jwt", statusListJwt(key, { list: suspended }));
          return [file, ...keys, "--status", list, ...AT];
        },
      ],
      [
        "is no longer in force",
        13,
        async () => {
          const list = await put("revoked.jwt", statusListJwt(key, { list: revoked }));
          return [file, ...keys, "--status", list, ...AT];
        },
      ],
      [
        "is of another issuer",
        14,
        async () => [file, ...keys, ...status, ...AT, "--issuer", "https://x.example"],
      ],
      [
        "was altered",
        15,
        async () => [`${licence.replace(/\.[^.~]{4}/, ".AAAA")}`, ...keys, ...status, ...AT],
      ],
      ["is none", 16, async () => [await put("none.txt", "hello"), ...keys, ...status, ...AT]],
      ["has no status", 17, async () => [file, ...keys, ...AT]],
    ])("%s", async (_, code, args) => {
      const ran = await run(await args());
      expect(ran).toMatchObject({ code, errors: "" });
      expect(ran.output).not.toMatch(/^Valid/);
    });
  });

  it.each<[string, number, RegExp, () => string[]]>([
    ["nothing", 2, /npm run --silent verify/, () => []],
    ["an option that there is none of", 2, /Unknown option/, () => [file, "--key", "x"]],
    ["no key set", 2, /--keys/, () => [file]],
    ["a licence that is nowhere", 1, /There is no file nowhere/, () => ["nowhere", ...keys]],
    ["a key set that is nowhere", 1, /no such file/, () => [file, "--keys", "nowhere"]],
    ["a key set that is none", 1, /it is not JSON/, () => [file, "--keys", file]],
    ["a list that is nowhere", 1, /no such file/, () => [file, ...keys, "--status", "nowhere"]],
    ["a time without an offset", 2, /--at is a time/, () => [file, ...keys, "--at", "2026-11-23"]],
    [
      "a time that never was",
      2,
      /--at is a time/,
      () => [file, ...keys, "--at", "2026-13-23T00:00:00Z"],
    ],
    ["a language it has not learnt", 2, /en or vi/, () => [file, ...keys, "--language", "fr"]],
  ])("explains itself when it is given %s", async (_, code, message, args) => {
    const ran = await run(args());
    expect(ran).toMatchObject({ code, output: "" });
    expect(ran.errors).toMatch(message);
  });

  it("helps", async () => {
    expect(await run(["--help"])).toMatchObject({ code: 0, errors: "" });
  });
});
