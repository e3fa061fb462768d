import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SMALL_BYTES } from "../../../../infra/local/files/intake.ts";
import type { StoredFiles } from "../../../../infra/local/files/stored.ts";
import { s3Files } from "../../../../shared/files/s3.ts";
import { BUCKET, openStorage, type Storage } from "./storage.ts";

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage();
});
afterAll(() => storage.close());

const ways: [string, () => StoredFiles][] = [
  ["within the process", () => storage.home.mount.stored],
  ["by S3's protocol", () => s3Files(storage.client, { bucket: BUCKET })],
];
const file = (size: number) => ({ bytes: Buffer.alloc(size, "b"), mediaType: "application/pdf" });

describe.each(ways)("files %s", (name, files) => {
  const [, others] = ways.find(([other]) => other !== name) as (typeof ways)[number];

  it.each([1, SMALL_BYTES, SMALL_BYTES + 1])("of %d bytes are there either way", async (size) => {
    const key = `${name}/${size}`;
    expect(await files().keep(key, file(size))).toBe(true);
    for (const way of [files, others]) {
      expect(await way().describe(key)).toEqual({ size, mediaType: "application/pdf" });
      expect(file(size).bytes.equals((await way().read(key)) ?? Buffer.alloc(0))).toBe(true);
    }
    await others().remove(key);
    expect(await files().describe(key)).toBeUndefined();
    expect(await files().read(key)).toBeUndefined();
  });

  it("stay where one stands already", async () => {
    const key = `${name}/kept`;
    expect(await others().keep(key, file(3))).toBe(true);
    expect(await files().keep(key, file(4))).toBe(false);
    expect(await files().describe(key)).toMatchObject({ size: 3 });
  });

  it("are removed however often", async () => {
    await files().remove(`${name}/never`);
    await files().keep(`${name}/once`, file(1));
    await files().remove(`${name}/once`);
    await files().remove(`${name}/once`);
    expect(await files().read(`${name}/once`)).toBeUndefined();
  });

  it("below the watched prefix are told of", async () => {
    const before = storage.events.length;
    await files().keep(`quarantine/${name}`, file(2));
    await storage.taken(before + 1);
    expect(storage.events.at(-1)?.detail.object).toMatchObject({
      key: `quarantine/${name}`,
      size: 2,
    });
  });
});
