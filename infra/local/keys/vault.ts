import { createPrivateKey, type KeyObject, randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { generateKey } from "./ecdsa.ts";

export interface VaultKey {
  readonly id: string;
  readonly description: string;
  /** Seconds since the epoch, as KMS tells it. */
  readonly createdAt: number;
  readonly privateKey: KeyObject;
}

export interface VaultAlias {
  /** With its prefix: `alias/...`. */
  readonly name: string;
  readonly keyId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The file's content. */
interface StoredVault {
  readonly format: 1;
  readonly keys: readonly (Omit<VaultKey, "privateKey"> & { readonly pkcs8: string })[];
  readonly aliases: readonly VaultAlias[];
}

/**
 * Signing keys and their aliases in one file that only its owner can read. A change is on disk,
 * whole, before it is visible: written to a neighbour, synchronised, renamed over the old one.
 * One process owns the file.
 */
export class Vault {
  readonly #file: string;
  #keys: ReadonlyMap<string, VaultKey>;
  #aliases: ReadonlyMap<string, VaultAlias>;

  /** @throws {Error} when the file is there and is no vault, or cannot be read */
  constructor(file: string) {
    this.#file = file;
    const { keys, aliases } = load(file);
    this.#keys = new Map(keys.map((key) => [key.id, withPrivateKey(key)]));
    this.#aliases = new Map(aliases.map((alias) => [alias.name, alias]));
  }

  keys(): VaultKey[] {
    return [...this.#keys.values()];
  }

  key(id: string): VaultKey | undefined {
    return this.#keys.get(id);
  }

  aliases(): VaultAlias[] {
    return [...this.#aliases.values()];
  }

  alias(name: string): VaultAlias | undefined {
    return this.#aliases.get(name);
  }

  createKey(description: string): VaultKey {
    const id = randomUUID();
    const key = { id, description, createdAt: nowInSeconds(), privateKey: generateKey() };
    this.#store(new Map(this.#keys).set(id, key), this.#aliases);
    return key;
  }

  /** Makes an alias, or moves it to another key. */
  setAlias(name: string, keyId: string): void {
    const now = nowInSeconds();
    const createdAt = this.#aliases.get(name)?.createdAt ?? now;
    const alias = { name, keyId, createdAt, updatedAt: now };
    this.#store(this.#keys, new Map(this.#aliases).set(name, alias));
  }

  deleteAlias(name: string): void {
    const aliases = new Map(this.#aliases);
    aliases.delete(name);
    this.#store(this.#keys, aliases);
  }

  #store(keys: ReadonlyMap<string, VaultKey>, aliases: ReadonlyMap<string, VaultAlias>): void {
    const stored: StoredVault = {
      format: 1,
      keys: [...keys.values()].map(({ privateKey, ...key }) => ({
        ...key,
        pkcs8: privateKey.export({ format: "pem", type: "pkcs8" }) as string,
      })),
      aliases: [...aliases.values()],
    };
    replaceFile(this.#file, `${JSON.stringify(stored, undefined, 2)}\n`);
    this.#keys = keys;
    this.#aliases = aliases;
  }
}

function load(file: string): StoredVault {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return { format: 1, keys: [], aliases: [] };
  }
  try {
    const stored = JSON.parse(text) as StoredVault;
    if (stored.format === 1) return stored;
  } catch {
    // The one message below fits both cases, and must not repeat what is in the file.
  }
  throw new Error(`${file} holds no signing keys of this platform: restore it from its backup.`);
}

function withPrivateKey({ pkcs8, ...key }: StoredVault["keys"][number]): VaultKey {
  return { ...key, privateKey: createPrivateKey(pkcs8) };
}

function replaceFile(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const neighbour = `${file}.new`;
  synchronised(neighbour, "w", (descriptor) => writeFileSync(descriptor, content));
  renameSync(neighbour, file);
  // The rename is durable once the folder is; Windows has no such thing and needs none.
  if (process.platform !== "win32") synchronised(dirname(file), "r", () => {});
}

function synchronised(path: string, flags: string, act: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags, 0o600);
  try {
    act(descriptor);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
