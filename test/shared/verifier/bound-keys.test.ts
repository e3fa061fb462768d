/** A key is believed for its own issuer and in what it is for; a set that says neither, in all. */
import { describe, expect, it } from "vitest";
import { cwtToSign } from "../../../shared/licence/cwt.ts";
import { sdJwtToSign } from "../../../shared/licence/sd-jwt.ts";
import { verify } from "../../../shared/verifier/primitives/node.ts";
import { ISSUER, licenceRecord, NOW, signer, statusListJwt } from "../licence/issuer.ts";

const OTHER = "https://other-authority.example";
const licences = signer();
const lists = signer();
const others = signer();
const othersLists = signer();
const keys = {
  keys: [
    { ...licences.jwk, iss: ISSUER, purpose: "licences" },
    { ...lists.jwk, iss: ISSUER, purpose: "status-lists" },
    { ...others.jwk, iss: OTHER, purpose: "licences" },
    { ...othersLists.jwk, iss: OTHER, purpose: "status-lists" },
  ],
};
const statusList = statusListJwt(lists);
const sdJwtBy = (by: typeof licences, changes = {}) =>
  by.finish(sdJwtToSign(licenceRecord(by.kid, changes)));
const verdictOn = (licence: string | Uint8Array, list = statusList) =>
  verify({ licence, keys, statusList: list, at: NOW });

describe("a licence", () => {
  it("is valid by its own issuer's key for licences, with a list by its key for lists", async () => {
    expect((await verdictOn(sdJwtBy(licences))).kind).toBe("valid");
    const cwt = licences.finish(cwtToSign(licenceRecord(licences.kid)));
    expect((await verdictOn(cwt)).kind).toBe("valid");
  });

  it.each([
    ["the key of its issuer's status lists", lists, {}, "key_unknown"],
    ["another issuer's key", others, {}, "issuer_unknown"],
    ["its issuer's key in another's name", licences, { issuer: OTHER }, "issuer_unknown"],
  ])("is not believed when it is signed with %s", async (_, by, changes, reason) => {
    expect(await verdictOn(sdJwtBy(by, changes))).toEqual({ kind: "unknown-issuer", reason });
    const cwt = by.finish(cwtToSign(licenceRecord(by.kid, changes)));
    expect(await verdictOn(cwt)).toEqual({ kind: "unknown-issuer", reason });
  });

  it.each([
    ["the key of its issuer's licences", statusListJwt(licences)],
    ["another issuer's key for lists", statusListJwt(othersLists)],
  ])("has no known status by a list that is signed with %s", async (_, list) => {
    expect(await verdictOn(sdJwtBy(licences), list)).toMatchObject({
      kind: "status-unknown",
      reason: "status_list_issuer",
    });
  });

  it("is believed by a set of one issuer's keys that does not say what each is for", async () => {
    const plain = { keys: [licences.jwk, lists.jwk] };
    const licence = sdJwtBy(licences);
    expect((await verify({ licence, keys: plain, statusList, at: NOW })).kind).toBe("valid");
  });
});
