import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { FUNCTIONS } from "../functions/manifest.ts";
import { ACCESS } from "../shared/access.ts";

/** Imports point one way only, and the folders say it. */
const ROOT = join(import.meta.dirname, "..");
const HOUSE = ["shared", "workflows", "functions", "infra", "test"] as const;
type Floor = (typeof HOUSE)[number];

interface Import {
  readonly file: string;
  readonly target: string;
}

const files = HOUSE.flatMap((floor) => globSync(`${floor}/**/*.{ts,mjs}`, { cwd: ROOT }));
const imports = files.flatMap(importsOf);
const inside = imports.filter(({ target }) => HOUSE.includes(floorOf(target)));
const packages = imports.filter(({ target }) => !target.startsWith("."));

function importsOf(file: string): Import[] {
  const source = readFileSync(join(ROOT, file), "utf8");
  const found = source.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g);
  return [...found].map(([, specifier = ""]) => ({
    file,
    target: specifier.startsWith(".")
      ? relative(ROOT, join(ROOT, dirname(file), specifier))
      : specifier,
  }));
}

function floorOf(path: string): Floor {
  return path.split("/")[0] as Floor;
}

const names = (found: readonly Import[]) => found.map(({ file, target }) => `${file} -> ${target}`);

describe("the house", () => {
  it("has files on every floor", () => {
    for (const floor of HOUSE) {
      expect(files.filter((file) => floorOf(file) === floor).length, floor).toBeGreaterThan(5);
    }
    expect(inside.length).toBeGreaterThan(500);
  });

  it("imports downwards only: shared, workflows, functions, infra, test", () => {
    const upwards = inside.filter(
      ({ file, target }) => HOUSE.indexOf(floorOf(target)) > HOUSE.indexOf(floorOf(file)),
    );
    expect(names(upwards)).toEqual([]);
  });

  it("keeps the workflow engine apart from the rest of the project", () => {
    const foreign = inside.filter(
      ({ file, target }) =>
        file.startsWith("infra/local/states/") && !target.startsWith("infra/local/states/"),
    );
    expect(names(foreign)).toEqual([]);
  });

  it("keeps the verifier free of every dependency", () => {
    const own = (path: string) => path.startsWith("shared/verifier/");
    const foreign = imports.filter(
      ({ file, target }) =>
        own(file) && !file.startsWith("shared/verifier/primitives/") && !own(target),
    );
    expect(names(foreign)).toEqual([]);
  });

  it("knows middy in one file", () => {
    const users = packages.filter(({ target }) => target.startsWith("@middy/"));
    expect(users.map(({ file }) => file)).toEqual(["functions/runtime.ts"]);
  });

  it("meets AWS in adapters only: no rule imports an SDK", () => {
    const adapters = /^shared\/(store|files|mail|signing|workflow|aws|payment)\//;
    const rules = packages.filter(
      ({ file, target }) =>
        /^(shared|workflows)\//.test(file) &&
        target.startsWith("@aws-sdk/") &&
        !adapters.test(file),
    );
    expect(names(rules)).toEqual([]);
  });

  it("constructs the AWS clients of the functions in the wiring alone", () => {
    const clients = packages.filter(
      ({ file, target }) => file.startsWith("functions/") && target.startsWith("@aws-sdk/"),
    );
    expect(new Set(clients.map(({ file }) => file))).toEqual(new Set(["functions/wiring.ts"]));
  });

  it("has no wall clock, no randomness and no environment in its rules", () => {
    const adapters = /^shared\/(store|files|mail|signing|workflow|aws|payment)\//;
    const rules = files.filter(
      (file) => /^(shared|workflows)\//.test(file) && !adapters.test(file),
    );
    const impure = rules.filter((file) =>
      /Date\.now\(|new Date\(\)|Math\.random\(|process\.env/.test(
        readFileSync(join(ROOT, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ""),
      ),
    );
    expect(impure).toEqual([]);
  });

  it("has no drawers", () => {
    const drawers = files.filter((file) =>
      /(^|\/)(utils?|common|helpers?|misc|types)(\/|\.)/.test(file),
    );
    expect(drawers).toEqual([]);
  });

  it("names its files in lower case with hyphens", () => {
    const others = files.filter((file) => !/^[a-z0-9./-]+$/.test(file));
    expect(others).toEqual([]);
  });
});

describe("the manifest", () => {
  it("has every action of the access table, and no other", () => {
    expect(FUNCTIONS.map(({ name }) => name).sort()).toEqual(Object.keys(ACCESS).sort());
  });

  it("has a pool on exactly the routes that need an account", () => {
    for (const { name, route } of FUNCTIONS) {
      if (!route) continue;
      const who = ACCESS[name];
      const pool =
        who === "anyone" || who === "gateway"
          ? undefined
          : who === "applicant" || who === "member"
            ? "applicants"
            : "officers";
      expect(route.pool, name).toBe(pool);
    }
  });

  it("names a file for each function, and no handler lies beside it unnamed", () => {
    const entries = FUNCTIONS.map(({ entry }) => entry).sort();
    const handlers = globSync("functions/*/*.ts", { cwd: ROOT }).filter((file) =>
      /export const handler/.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(handlers.sort()).toEqual(entries);
  });
});
