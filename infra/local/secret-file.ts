import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * The text of a file that only its owner may read (mode 0600), made once: whoever comes later, in
 * this process or after any crash, reads the same text.
 */
export async function secretFile(path: string, make: () => Promise<string>): Promise<string> {
  const found = await readFile(path, "utf8").catch((error) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });
  if (found !== undefined) return found;

  const text = await make();
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  return text;
}
