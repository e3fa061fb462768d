import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeJwt, importJWK, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../infra/local/platform.ts";
import {
  announce,
  answers,
  draft,
  inspected,
  newKey,
  PDF,
  postFile,
  submitted,
  taskOf,
  upload,
} from "./dossier.ts";
import { call, type Person, signIn } from "./people.ts";
import { openPlatform } from "./platform.ts";

let platform: Platform & { readonly folder: string };
let lan: Person;
let hoa: Person;
let reception: Person;

beforeAll(async () => {
  platform = await openPlatform();
  lan = await signIn(platform.url, "lan");
  hoa = await signIn(platform.url, "hoa");
  reception = await signIn(platform.url, "dienban-reception");
});
afterAll(() => platform?.close());

const aDraft = { permit: "retail-liquor", authority: "vn-quang-nam", place: "dien-ban" };
const post = (body: string, headers: Record<string, string> = {}) =>
  lan.post("/applications", body, { ...newKey(), ...headers });

describe("a body that is not what it should be", () => {
  it.each([
    ["is no JSON", "{", 400, "malformed-json"],
    ["is a depth bomb", `${"[".repeat(100_000)}`, 400, "malformed-json"],
    [
      "has 300 kB",
      JSON.stringify({ ...aDraft, answers: { a: "x".repeat(300_000) } }),
      413,
      "body-too-large",
    ],
    [
      "has members that nobody knows",
      JSON.stringify({ ...aDraft, hack: 1 }),
      422,
      "validation-failed",
    ],
  ])("%s", async (_, body, status, code) => {
    const reply = await post(body);
    expect(reply).toMatchObject({ status, body: { code, type: `urn:licentia:problem:${code}` } });
    expect(reply.headers.get("content-type")).toContain("application/problem+json");
  });

  it("has another media type", async () => {
    const reply = await post(JSON.stringify(aDraft), { "content-type": "text/plain" });
    expect(reply).toMatchObject({ status: 415, body: { code: "unsupported-media-type" } });
  });

  it("gets every fault at once, by pointer and in its reader's language", async () => {
    const id = await draft(lan, "dien-ban", {
      ...answers,
      taxCode: "123",
      telephone: "?",
      extra: 1,
    });
    const reply = await lan.post(`/applications/${id}/submission`, undefined, {
      "accept-language": "vi",
    });
    expect(reply.status).toBe(422);
    expect(reply.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      "/answers/extra",
      "/answers/taxCode",
      "/answers/telephone",
      "/documents/business-registration",
      "/documents/right-to-premises",
      "/documents/supplier-agreement",
    ]);
    expect(reply.body.title).toBe("Có nội dung chưa hợp lệ");
  });
});

describe("a draft", () => {
  it("is refused for a place that the permit's offices do not serve, before anything is filed", async () => {
    const reply = await post(JSON.stringify({ ...aDraft, place: "quang-nam" }));
    expect(reply.status).toBe(422);
    expect(reply.body.errors[0].pointer).toBe("/place");
  });
});

describe("a token that is not good", () => {
  const unsigned = () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const [, payload] = lan.token.split(".");
    return `${part({ alg: "none", typ: "JWT" })}.${payload}.`;
  };

  it.each([
    ["is missing", () => undefined],
    ["is not signed (alg none)", unsigned],
    ["was changed", () => `${lan.token.slice(0, -4)}AAAA`],
    ["is of the officers' pool", () => reception.token],
  ])("%s", async (_, token) => {
    const given = token();
    const reply = await call(platform.url, "GET", "/applications", {
      ...(given && { token: given }),
    });
    expect(reply.status).toBe(401);
  });

  /** Lan's own token as the identity provider would have signed it, ending at another second. */
  async function endingIn(seconds: number): Promise<string> {
    const file = readFileSync(join(platform.folder, "identity/keys.json"), "utf8");
    const jwk = JSON.parse(file).applicants;
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ ...decodeJwt(lan.token), iat: now - 7200, exp: now + seconds })
      .setProtectedHeader({ alg: "RS256", kid: jwk.kid })
      .sign(await importJWK(jwk, "RS256"));
  }

  it("has expired, though it is genuine and nothing else is wrong with it", async () => {
    const withToken = async (token: string) =>
      (await call(platform.url, "GET", "/applications", { token })).status;
    expect(await withToken(await endingIn(3600))).toBe(200);
    expect(await withToken(await endingIn(-1))).toBe(401);
  });
});

describe("what is somebody else's", () => {
  it("is answered as what does not exist", async () => {
    const id = await draft(lan);
    const absent = "01k0000000000000000000009z";
    const requests = [
      (of: string) => hoa.get(`/applications/${of}`),
      (of: string) => hoa.post(`/applications/${of}/submission`),
      (of: string) => hoa.put(`/applications/${of}/answers`, {}),
      (of: string) => hoa.post(`/applications/${of}/withdrawal`),
      (of: string) => hoa.get(`/applications/${of}/licence`),
    ];
    for (const request of requests) {
      const [foreign, missing] = [await request(id), await request(absent)];
      expect(foreign.status).toBe(404);
      expect(foreign.body).toEqual(missing.body);
    }
  });
});

describe("the same request again", () => {
  it("twenty at once with one key make one application and get one answer", async () => {
    const headers = { "idempotency-key": `twenty-${process.pid}` };
    const before = (await lan.get("/applications?limit=100")).body.applications.length;
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => lan.post("/applications", aDraft, headers)),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const after = (await lan.get("/applications?limit=100")).body.applications.length;
    expect(after).toBe(before + 1);
  });

  it("with another body is refused", async () => {
    const headers = newKey();
    await lan.post("/applications", aDraft, headers);
    const other = await lan.post("/applications", { ...aDraft, place: "dai-loc" }, headers);
    expect(other).toMatchObject({ status: 409, body: { code: "idempotency-key-reused" } });
  });

  it("without a key is refused where one is needed", async () => {
    expect((await lan.post("/applications", aDraft)).body.code).toBe("idempotency-key-missing");
  });
});

describe("a task", () => {
  it("is shown to twenty who read it at the same moment, each reading recorded", async () => {
    const { body: filed } = await submitted(lan);
    const task = await taskOf(reception, filed.id, "reception");
    const reading = () => reception.get(`/tasks/${task.id}`);
    const replies = await Promise.all(Array.from({ length: 20 }, reading));
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200));
  });
});

describe("a page cursor", () => {
  it("leads through the list, and is refused when it was made up", async () => {
    await draft(lan);
    await draft(lan);
    const first = await lan.get("/applications?limit=1");
    const second = await lan.get(`/applications?limit=1&cursor=${first.body.next}`);
    expect(second.body.applications[0].id).not.toBe(first.body.applications[0].id);
    const tampered = Buffer.from(JSON.stringify({ pk: "PARTY#x", party: "other" })).toString(
      "base64url",
    );
    for (const cursor of [tampered, "%21%21", "e30"]) {
      const reply = await lan.get(`/applications?cursor=${cursor}`);
      expect(reply).toMatchObject({ status: 400, body: { code: "invalid-cursor" } });
    }
  });
});

describe("a document", () => {
  it("of 12 MB is refused when it is announced, and by the storage when it was announced smaller", async () => {
    const id = await draft(lan);
    const large = {
      kind: "right-to-premises",
      fileName: "a.pdf",
      mediaType: "application/pdf",
      size: 12_000_000,
    };
    expect((await lan.post(`/applications/${id}/documents`, large)).status).toBe(422);
    const { body } = await lan.post(`/applications/${id}/documents`, { ...large, size: 1_000 });
    const stored = await postFile(body.upload, Buffer.alloc(12_000, 0x20));
    expect(stored.status).toBe(400);
    expect(await stored.text()).toContain("EntityTooLarge");
  });

  it.each([
    ["a program named .pdf", Buffer.from("MZ\x90\0 this program cannot be run"), "executable"],
    [
      "the EICAR test file",
      Buffer.from(
        ["X5O!P%@AP[4", "PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("\\"),
      ),
      "malware",
    ],
    ["a text named .pdf", Buffer.from("hello"), "media-type-mismatch"],
  ])("that is %s is never released", async (_, file, reason) => {
    const id = await draft(lan);
    const document = await upload(lan, id, "right-to-premises", file);
    const { body } = await inspected(lan, id, document);
    expect(body).toMatchObject({ status: "rejected", reason });
    expect(body.url).toBeUndefined();
  });

  it("that was found clean can be read by its applicant through a link", async () => {
    const id = await draft(lan);
    const { body } = await inspected(lan, id, await upload(lan, id, "right-to-premises"));
    const file = await fetch(body.url);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PDF);
  });
});

describe("an upload form that is used again", () => {
  it("puts nothing in the place of what was inspected, and nothing behind what was handed in", async () => {
    const id = await draft(lan);
    const announced = await announce(lan, id, "right-to-premises");
    const late = await announce(lan, id, "right-to-premises");
    await postFile(announced.upload, PDF);
    await postFile(announced.upload, Buffer.from("MZ this is a program"));
    const { body: first } = await inspected(lan, id, announced.id);
    if (first.status === "clean") {
      const served = await fetch(first.url);
      expect(Buffer.from(await served.arrayBuffer())).toEqual(PDF);
    } else {
      expect(first).toMatchObject({ status: "rejected", reason: "executable" });
    }
    for (const kind of ["business-registration", "right-to-premises", "supplier-agreement"]) {
      await inspected(lan, id, await upload(lan, id, kind));
    }
    expect((await lan.post(`/applications/${id}/submission`)).status).toBe(201);
    await postFile(late.upload, PDF);
    const { body } = await inspected(lan, id, late.id);
    expect(body).toMatchObject({ status: "rejected", reason: "too-late" });
    expect(body.url).toBeUndefined();
  });
});

describe("a value that no table can hold", () => {
  it.each([
    [
      "a number out of range",
      '{"premises":[{"areaSquareMetres":1e400}]}',
      "/premises/0/areaSquareMetres",
    ],
    ["a number that is not kept exactly", '{"x":9007199254740993}', "/x"],
    ["half a character", '{"businessName":"\\ud800"}', "/businessName"],
    ["a member named __proto__", '{"registration":{"__proto__":{}}}', "/registration/__proto__"],
  ])("%s is refused by pointer", async (_, body, pointer) => {
    const id = await draft(lan);
    const reply = await lan.put(`/applications/${id}/answers`, body);
    expect(reply.status).toBe(422);
    expect(reply.body.errors.map((fault: { pointer: string }) => fault.pointer)).toEqual([pointer]);
  });
});

describe("a decided task", () => {
  it("cannot be decided, claimed or released again", async () => {
    const { body: filed } = await submitted(lan);
    const task = await taskOf(reception, filed.id, "reception");
    await reception.post(`/tasks/${task.id}/decision`, { outcome: "approve" });
    for (const verb of ["claim", "release"]) {
      const reply = await reception.post(`/tasks/${task.id}/${verb}`);
      expect(reply).toMatchObject({ status: 409, body: { code: "task-decided" } });
    }
  });
});
