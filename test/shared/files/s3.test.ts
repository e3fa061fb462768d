import { S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { s3Files } from "../../../shared/files/s3.ts";
import type { Files, UploadForm } from "../../../shared/ports.ts";
import {
  BUCKET,
  clientOf,
  codeOf,
  openStorage,
  post,
  type Storage,
} from "../../infra/local/files/storage.ts";

const MEBIBYTE = 2 ** 20;
const PDF = "%PDF-1.7";

let storage: Storage;
let files: Files;
beforeAll(async () => {
  storage = await openStorage();
  files = s3Files(storage.client, { bucket: BUCKET });
});
afterAll(() => storage.close());

const formFor = (key: string, maxBytes = 10 * MEBIBYTE) =>
  files.presignUpload({ key, mediaType: "application/pdf", maxBytes, expiresInSeconds: 600 });

async function upload(key: string, content: string | Uint8Array<ArrayBuffer> = PDF) {
  const answer = await post(await formFor(key), content);
  expect(answer.status).toBe(204);
}

async function later<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  storage.offset = milliseconds;
  try {
    return await work();
  } finally {
    storage.offset = 0;
  }
}

describe("an upload form", () => {
  test("stores one file under its key and media type", async () => {
    await upload("quarantine/app-1/đơn.pdf");
    expect(await files.describe("quarantine/app-1/đơn.pdf")).toEqual({
      size: PDF.length,
      mediaType: "application/pdf",
    });
  });

  test("takes a file of exactly the limit", async () => {
    expect((await post(await formFor("quarantine/limit", 1000), Buffer.alloc(1000))).status).toBe(
      204,
    );
  });

  test.each([
    ["one byte more than the limit", 1001, 1000, "EntityTooLarge"],
    ["12 MB where 10 are allowed", 12 * MEBIBYTE, 10 * MEBIBYTE, "EntityTooLarge"],
    ["no byte", 0, 1000, "EntityTooSmall"],
  ])("refuses %s, and stores nothing", async (_, size, limit, code) => {
    const answer = await post(await formFor("quarantine/size", limit), Buffer.alloc(size));
    expect([answer.status, await codeOf(answer)]).toEqual([400, code]);
    expect(await files.describe("quarantine/size")).toBeUndefined();
  });

  test.each<[string, Record<string, string | undefined>]>([
    ["another key", { key: "released/app-1/licence.pdf" }],
    ["another media type", { "Content-Type": "text/html" }],
    ["no media type", { "Content-Type": undefined }],
    ["a field the policy does not name", { acl: "public-read" }],
    ["another bucket", { bucket: "licences" }],
  ])("refuses %s", async (_, change) => {
    const answer = await post(await formFor("quarantine/changed"), PDF, change);
    expect([answer.status, await codeOf(answer)]).toEqual([403, "AccessDenied"]);
  });

  test("refuses a policy that was stretched", async () => {
    const form = await formFor("quarantine/stretched");
    const policy = Buffer.from(form.fields["Policy"] ?? "", "base64").toString();
    const Policy = Buffer.from(policy.replace("10485760", "99999999")).toString("base64");
    expect(await codeOf(await post(form, PDF, { Policy }))).toBe("SignatureDoesNotMatch");
  });

  test("refuses a form without a policy", async () => {
    const form: UploadForm = {
      ...(await formFor("quarantine/none")),
      fields: { key: "quarantine/none" },
    };
    expect((await post(form, PDF)).status).toBe(403);
  });

  test("expires", async () => {
    const form = await formFor("quarantine/expired");
    const answer = await later(601_000, () => post(form, PDF));
    expect(await codeOf(answer)).toBe("AccessDenied");
  });

  test("cannot be used with a secret that is not the storage's", async () => {
    const stranger = clientOf(storage.url, "guess");
    const form = await s3Files(stranger, { bucket: BUCKET }).presignUpload({
      key: "quarantine/forged",
      mediaType: "application/pdf",
      maxBytes: 1000,
      expiresInSeconds: 600,
    });
    expect(await codeOf(await post(form, PDF))).toBe("SignatureDoesNotMatch");
  });
});

describe("a download link", () => {
  const linkTo = (key: string, fileName = "Giấy phép số 1.pdf") =>
    files.presignDownload({ key, fileName, mediaType: "application/pdf", expiresInSeconds: 300 });

  test("gives the file under its name, for nothing but saving", async () => {
    await upload("quarantine/link");
    const answer = await fetch(await linkTo("quarantine/link"));
    expect(await answer.text()).toBe(PDF);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition":
        "attachment; filename=\"Giay phep so 1.pdf\"; filename*=UTF-8''Gi%E1%BA%A5y%20ph%C3%A9p%20s%E1%BB%91%201.pdf",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    });
  });

  test("survives a name made to break out of its header", async () => {
    const answer = await fetch(
      await linkTo("quarantine/link", '"\r\nset-cookie: a=b\r\n\r\n<script>'),
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  test("expires", async () => {
    const link = await linkTo("quarantine/link");
    expect((await later(301_000, () => fetch(link))).status).toBe(403);
  });

  test.each([
    ["another file", (link: string) => link.replace("/link?", "/size?"), "SignatureDoesNotMatch"],
    [
      "a longer life",
      (link: string) => link.replace("Expires=300", "Expires=3000"),
      "SignatureDoesNotMatch",
    ],
    [
      "being shown as a page",
      (link: string) => link.replace("application%2Fpdf", "text%2Fhtml"),
      "SignatureDoesNotMatch",
    ],
    [
      "a life of eight days",
      (link: string) => link.replace("Expires=300", "Expires=691200"),
      "AuthorizationQueryParametersError",
    ],
  ])("cannot be changed to %s", async (_, change, code) => {
    expect(await codeOf(await fetch(change(await linkTo("quarantine/link"))))).toBe(code);
  });

  test("gives nothing but reading away", async () => {
    const link = await linkTo("quarantine/link");
    expect((await fetch(link, { method: "DELETE" })).status).toBe(403);
    expect((await fetch(link, { method: "PUT", body: "x" })).status).toBe(403);
    expect(await files.describe("quarantine/link")).toBeDefined();
  });

  test("carries the session token that credentials on AWS have", async () => {
    const client = new S3Client({
      region: "ap-southeast-1",
      credentials: { accessKeyId: "ASIA", secretAccessKey: "s", sessionToken: "tok/en" },
    });
    const link = await s3Files(client, { bucket: "documents" }).presignDownload({
      key: "released/a b.pdf",
      fileName: "a.pdf",
      mediaType: "application/pdf",
      expiresInSeconds: 60,
    });
    const url = new URL(link);
    expect(url.origin).toBe("https://documents.s3.ap-southeast-1.amazonaws.com");
    expect(url.pathname).toBe("/released/a%20b.pdf");
    expect(url.searchParams.get("X-Amz-Security-Token")).toBe("tok/en");
  });
});

describe("keeping", () => {
  const file = (text: string) => ({ bytes: Buffer.from(text), mediaType: "application/pdf" });

  test("stores the bytes as they are", async () => {
    expect(await files.keep("released/kept (1).pdf", file(PDF))).toBe(true);
    expect(Buffer.from((await files.read("released/kept (1).pdf")) ?? []).toString()).toBe(PDF);
    expect((await files.describe("released/kept (1).pdf"))?.mediaType).toBe("application/pdf");
  });

  test("never puts another file in the place of the first", async () => {
    await files.keep("released/first", file("first"));
    expect(await files.keep("released/first", file("second"))).toBe(false);
    expect(Buffer.from((await files.read("released/first")) ?? []).toString()).toBe("first");
  });

  test("by ten at once keeps one of them, whole", async () => {
    const texts = Array.from({ length: 10 }, (_, number) => `file ${number}`);
    const kept = await Promise.all(texts.map((text) => files.keep("released/ten", file(text))));
    expect(kept.filter(Boolean)).toHaveLength(1);
    const stands = Buffer.from((await files.read("released/ten")) ?? []).toString();
    expect(stands).toBe(texts[kept.indexOf(true)]);
  });
});

describe("what is not there", () => {
  test("is undefined when described or read", async () => {
    expect(await files.describe("released/none")).toBeUndefined();
    expect(await files.read("released/none")).toBeUndefined();
  });

  test("is removed without complaint", async () => {
    await expect(files.remove("released/none")).resolves.toBeUndefined();
  });

  test("is not confused with what may not be seen", async () => {
    const stranger = s3Files(clientOf(storage.url, "guess"), { bucket: BUCKET });
    await expect(stranger.read("released/none")).rejects.toThrow(S3ServiceException);
    await expect(stranger.describe("released/none")).rejects.toThrow(S3ServiceException);
  });
});
