import { basename, dirname } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../../functions/manifest.ts";
import { type Bundled, bundleFunctions } from "../../../infra/aws/functions/bundle.ts";

const ISSUERS = { applicants: "APPLICANTS_ISSUER", officers: "OFFICERS_ISSUER" } as const;
/** They read the table without the SDK, to be loaded in no time. */
const LEAN = ["verify-licence", "verify-licences"];
const LEAN_BYTES = 60_000;
let bundled: Bundled;

beforeAll(async () => {
  bundled = await bundleFunctions(FUNCTIONS, "/bundles", { minify: false, write: false });
});

function textOf(name: string): string {
  const file = bundled.files.find(({ path }) => basename(dirname(path)) === name);
  if (!file) throw new Error(`no bundle of ${name}`);
  return file.text;
}

function packagesOf(name: string): Set<string> {
  const output = Object.entries(bundled.metafile.outputs).find(
    ([path]) => basename(dirname(path)) === name,
  )?.[1];
  const inputs = Object.entries(output?.inputs ?? {}).filter(
    ([, input]) => input.bytesInOutput > 0,
  );
  return new Set(
    inputs.flatMap(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
  );
}

describe("a bundle", () => {
  it.each(FUNCTIONS)("of $name reads the settings of its row and no other", (row) => {
    const read = [...textOf(row.name).matchAll(/\bsetting\("([A-Z_]+)"\)/g)].map(
      ([, name]) => name as string,
    );
    // Which issuer a route asks for is chosen by its pool.
    const issuer = row.route?.pool ? [ISSUERS[row.route.pool]] : [];
    expect([...new Set([...read, ...issuer])].sort()).toEqual([...row.settings].sort());
  });

  it.each(FUNCTIONS)("of $name holds the clients that its grants need and no other", (row) => {
    const { table, bucket, keys, states, mail } = row.grants;
    const needed = {
      "@aws-sdk/client-dynamodb": LEAN.includes(row.name) ? undefined : table,
      "@aws-sdk/client-s3": bucket,
      "@aws-sdk/client-kms": keys,
      "@aws-sdk/client-sfn": states,
      "@aws-sdk/client-sesv2": mail,
    };
    const held = [...packagesOf(row.name)].filter((each) => each.startsWith("@aws-sdk/client-"));
    expect(held.sort()).toEqual(
      Object.entries(needed)
        .flatMap(([client, grant]) => (grant ? [client] : []))
        .sort(),
    );
  });

  it.each(LEAN)("of %s is small enough for whoever scans a code to wait for it", async (name) => {
    const rows = FUNCTIONS.filter((row) => row.name === name);
    const { files } = await bundleFunctions(rows, "/bundles", { write: false });
    expect(Buffer.byteLength(files[0]?.text ?? "")).toBeLessThanOrEqual(LEAN_BYTES);
  });

  it("carries no way to sign in, where Lambda hands its credentials over", () => {
    const held = FUNCTIONS.flatMap(({ name }) => [...packagesOf(name)]);
    expect(held).toContain("@aws-sdk/credential-provider-env");
    expect(held.filter((each) => /credential-provider-(?!env$)|nested-clients/.test(each))).toEqual(
      [],
    );
  });

  it("leaves nothing to be found at run time but what Node itself has", () => {
    const outside = Object.values(bundled.metafile.outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external).map(({ path }) => path),
    );
    expect([...new Set(outside)].filter((path) => !/^(node:)?[a-z_/0-9]+$/.test(path))).toEqual([]);
  });
});
