import { describe, expect, it } from "vitest";
import {
  checkRecord,
  type LicenceClaim,
  type LicenceRecord,
  type LicenceRecordError,
  selectiveKeys,
} from "../../../shared/licence/record.ts";
import { DAY, ISSUED, licenceRecord } from "./issuer.ts";

const kid = "a-key";

function faultsOf(changes: Partial<LicenceRecord>): readonly string[] {
  try {
    checkRecord(licenceRecord(kid, changes));
    return [];
  } catch (error) {
    return (error as LicenceRecordError).faults;
  }
}

function withClaim(change: Partial<LicenceClaim>): Partial<LicenceRecord> {
  const [first, ...rest] = licenceRecord(kid).claims;
  return { claims: [{ ...first!, ...change }, ...rest] };
}

describe("a licence record", () => {
  it("is accepted when it has no fault", () => {
    expect(faultsOf({})).toEqual([]);
  });

  it("names every fault at once", () => {
    expect(faultsOf({ number: "", exp: ISSUED })).toEqual([
      "number is empty",
      "exp does not follow the beginning",
    ]);
  });

  it.each<[string, Partial<LicenceRecord>, RegExp]>([
    ["an issuer over http", { issuer: "http://licences.example" }, /issuer is not an https/],
    ["an issuer with a query", { issuer: "https://licences.example?a" }, /issuer is not an https/],
    ["a type that is no address", { vct: "retail-liquor" }, /vct is not an https/],
    ["a list over http", { status: { uri: "http://x.example/1", index: 1 } }, /status.uri/],
    ["a negative index", { status: { uri: "https://x.example/1", index: -1 } }, /status.index/],
    ["a time in fractions of a second", { iat: ISSUED + 0.5 }, /iat is not a whole number/],
    ["an end before its beginning", { nbf: ISSUED + DAY, exp: ISSUED + DAY }, /does not follow/],
    ["a reserved claim", withClaim({ key: "exp" }), /"exp" is reserved/],
    ["a claim like a digest", withClaim({ key: "_sd" }), /"_sd" is reserved/],
    ["a claim twice", withClaim({ key: "tax_id" }), /"tax_id" is used twice/],
    ["a number twice", withClaim({ cwtKey: 5 }), /cwtKey 5 is used twice/],
    ["a number of our own", withClaim({ cwtKey: 3 }), /cwtKey is below 4/],
    ["a fraction", withClaim({ value: 0.5 }), /cannot be said in both forms/],
    ["half a character", withClaim({ value: "\ud800" }), /cannot be said in both forms/],
    ["a digest within a claim", withClaim({ value: { _sd: [] } }), /cannot be said/],
    ["a missing salt", { salts: {} }, /salts are not those/],
    [
      "a short salt",
      { salts: { ...licenceRecord(kid).salts, holder: "AAAA" } },
      /a salt is not 128 bits/,
    ],
    [
      "one salt for two claims",
      { salts: { ...licenceRecord(kid).salts, holder: "eluV5Og3gSNII8EYnsxA_A" } },
      /a salt is used twice/,
    ],
  ])("is refused with %s", (_, changes, fault) => {
    expect(faultsOf(changes).join("; ")).toMatch(fault);
  });

  it("may name the machine itself over http, for the one-machine home", () => {
    expect(faultsOf({ issuer: "http://localhost:3000" })).toEqual([]);
  });

  it("tells which claims need a salt, the holder's name among them", () => {
    expect(selectiveKeys(licenceRecord(kid))).toEqual(["holder", "address", "tax_id"]);
  });
});
