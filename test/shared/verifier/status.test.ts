import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sdJwtToSign } from "../../../shared/licence/sd-jwt.ts";
import { emptyStatusList, withStatuses } from "../../../shared/status-list/list.ts";
import { verify } from "../../../shared/verifier/primitives/node.ts";
import {
  base64url,
  DAY,
  ISSUED,
  ISSUER,
  LIST,
  licenceRecord,
  NOW,
  signer,
  statusListJwt,
} from "../licence/issuer.ts";

const key = signer();
const keys = { keys: [key.jwk] };
const record = licenceRecord(key.kid);
const licence = key.finish(sdJwtToSign(record));
const HEADER = { alg: "ES256", typ: "statuslist+jwt", kid: key.kid };
const lst = base64url(deflateSync(emptyStatusList(2 ** 17)));
const PAYLOAD = {
  sub: LIST,
  iss: ISSUER,
  iat: ISSUED,
  exp: ISSUED + DAY,
  ttl: 900,
  status_list: { bits: 2, lst },
};

async function answer(statusList: string | undefined, at = NOW) {
  return verify({ licence, keys, statusList, at });
}

/** What is answered to a list that the issuer really signed, whatever is in it. */
async function answerToPayload(payload: object | string, header: object = HEADER) {
  return answer(key.jws(header, payload));
}

function listWhere(status: "valid" | "invalid" | "suspended") {
  const list = withStatuses(emptyStatusList(2 ** 17), [[record.status.index, status]]);
  return statusListJwt(key, { list });
}

describe("the status list", () => {
  it.each([
    ["valid", "valid"],
    ["invalid", "no-longer-in-force"],
    ["suspended", "suspended"],
  ] as const)("that says %s makes a licence %s, as of its making", async (status, kind) => {
    expect(await answer(listWhere(status))).toMatchObject({ kind, statusAsOf: ISSUED * 1000 });
  });

  it("says nothing of others", async () => {
    const neighbours = [-1, 1].map((step) => [record.status.index + step, "invalid"] as const);
    const list = withStatuses(emptyStatusList(2 ** 17), neighbours);
    expect((await answer(statusListJwt(key, { list }))).kind).toBe("valid");
  });

  it("is found by its address where there are several", async () => {
    const asked: string[] = [];
    const statusList = (uri: string) => {
      asked.push(uri);
      return listWhere("suspended");
    };
    expect((await verify({ licence, keys, statusList, at: NOW })).kind).toBe("suspended");
    expect(asked).toEqual([LIST]);
  });

  // draft-ietf-oauth-status-list section 4.1: one bit, b9 a3; two bits, c9 44 f9.
  it.each([
    [1, "eNrbuRgAAhcBXQ", 0, "no-longer-in-force"],
    [1, "eNrbuRgAAhcBXQ", 1, "valid"],
    [1, "eNrbuRgAAhcBXQ", 15, "no-longer-in-force"],
    [2, "eNo76fITAAPfAgc", 0, "no-longer-in-force"],
    [2, "eNo76fITAAPfAgc", 1, "suspended"],
    [2, "eNo76fITAAPfAgc", 2, "valid"],
    [2, "eNo76fITAAPfAgc", 3, "status-unknown"],
    [2, "eNo76fITAAPfAgc", 12, "status-unknown"],
  ])("of %d bits, the specification's %s, says of entry %d: %s", async (bits, lst, index, kind) => {
    const status = { uri: LIST, index };
    const text = key.finish(sdJwtToSign(licenceRecord(key.kid, { status })));
    const statusList = key.jws(HEADER, { ...PAYLOAD, status_list: { bits, lst } });
    expect((await verify({ licence: text, keys, statusList, at: NOW })).kind).toBe(kind);
  });

  it("is not needed to say that a licence has expired", async () => {
    expect((await answer(undefined, record.exp * 1000)).kind).toBe("expired");
  });
});

describe("the status is unknown when the list", () => {
  const { exp, ...endless } = PAYLOAD;

  it.each<[string, string | undefined, string]>([
    ["is missing", undefined, "status_list_missing"],
    ["is another one", statusListJwt(key, { uri: `${LIST}0` }), "status_list_other"],
    [
      "is another issuer's",
      statusListJwt(key, { issuer: "https://x.example" }),
      "status_list_issuer",
    ],
    ["was signed by a stranger", statusListJwt(signer()), "status_list_issuer"],
    ["was altered", `${statusListJwt(key).slice(0, -4)}AAAA`, "status_list_altered"],
    ["is a licence", licence, "status_list_malformed"],
    ["is nothing", "", "status_list_malformed"],
    [
      "was made later",
      statusListJwt(key, { iat: NOW / 1000 + 61, exp: ISSUED + 2 * DAY }),
      "status_list_later",
    ],
    [
      "must not be relied on yet (RFC 7519 section 4.1.5)",
      key.jws(HEADER, { ...PAYLOAD, nbf: NOW / 1000 + 1 }),
      "status_list_later",
    ],
    [
      "says in words from when on",
      key.jws(HEADER, { ...PAYLOAD, nbf: "now" }),
      "status_list_malformed",
    ],
    [
      "has no entry for it",
      key.jws(HEADER, { ...PAYLOAD, status_list: { bits: 2, lst: "eNo76fITAAPfAgc" } }),
      "status_index",
    ],
  ])("%s", async (_, statusList, reason) => {
    expect(await answer(statusList)).toMatchObject({ kind: "status-unknown", reason });
  });

  it("has expired, and says until when it was known", async () => {
    const verdict = await answer(statusListJwt(key), (ISSUED + DAY) * 1000);
    expect(verdict).toMatchObject({
      kind: "status-unknown",
      reason: "status_list_expired",
      statusAsOf: ISSUED * 1000,
    });
  });

  it("is about to expire: not yet", async () => {
    expect((await answer(statusListJwt(key), (ISSUED + DAY) * 1000 - 1)).kind).toBe("valid");
  });

  it.each<[string, object | string, string]>([
    ["has no end", endless, "expiry_missing"],
    ["has no beginning", { ...PAYLOAD, iat: undefined }, "claims"],
    ["has no address", { ...PAYLOAD, sub: undefined }, "claims"],
    ["has bits in words", { ...PAYLOAD, status_list: { bits: "2", lst } }, "claims"],
    ["has three bits", { ...PAYLOAD, status_list: { bits: 3, lst } }, "claims"],
    ["has no list", { ...PAYLOAD, status_list: { bits: 2 } }, "claims"],
    ["is not compressed", { ...PAYLOAD, status_list: { bits: 2, lst: "AAAA" } }, "deflate"],
    ["is cut off", { ...PAYLOAD, status_list: { bits: 2, lst: lst.slice(0, -8) } }, "deflate"],
    [
      "goes on after its end",
      { ...PAYLOAD, status_list: { bits: 2, lst: `${lst}AAAA` } },
      "deflate",
    ],
    [
      "is a bomb",
      {
        ...PAYLOAD,
        status_list: { bits: 2, lst: base64url(deflateSync(new Uint8Array(2 ** 20 + 1))) },
      },
      "inflated_too_long",
    ],
    ["is for someone else (RFC 7519 section 4.1.3)", { ...PAYLOAD, aud: "x" }, "claims"],
    ["may be kept for no time", { ...PAYLOAD, ttl: 0 }, "claims"],
    ["may be kept for less than no time", { ...PAYLOAD, ttl: -1 }, "claims"],
    ["may be kept for a time in words", { ...PAYLOAD, ttl: "900" }, "claims"],
    ["is in bytes", { ...PAYLOAD, status_list: { bits: 2, lst: { 0: 1 } } }, "claims"],
    ["says something twice", '{"sub":"a","sub":"b"}', "json_duplicate_member"],
  ])("%s", async (_, payload, detail) => {
    expect(await answerToPayload(payload)).toMatchObject({
      kind: "status-unknown",
      reason: "status_list_malformed",
      detail,
    });
  });

  it.each(["JWT", "dc+sd-jwt", undefined])("is of the type %s", async (typ) => {
    expect(await answerToPayload(PAYLOAD, { ...HEADER, typ })).toMatchObject({
      kind: "status-unknown",
      detail: "type_header",
    });
  });

  it("says in its header whose it is", async () => {
    const header = { ...HEADER, iss: ISSUER };
    expect(await answerToPayload(PAYLOAD, header)).toMatchObject({ detail: "claims" });
  });

  it("is not named by the licence", async () => {
    const { iss, exp } = PAYLOAD;
    const payload = { iss, exp, vct: record.vct };
    const text = `${key.jws({ ...HEADER, typ: "dc+sd-jwt" }, payload)}~`;
    const verdict = await verify({ licence: text, keys, statusList: listWhere("valid"), at: NOW });
    expect(verdict).toMatchObject({ kind: "status-unknown", reason: "status_reference_missing" });
  });
});

describe("a list once believed", () => {
  it("is not believed with another key set", async () => {
    const list = listWhere("valid");
    expect((await answer(list)).kind).toBe("valid");
    const other = signer();
    const text = other.finish(sdJwtToSign(licenceRecord(other.kid)));
    const verdict = await verify({
      licence: text,
      keys: { keys: [other.jwk] },
      statusList: list,
      at: NOW,
    });
    expect(verdict).toMatchObject({ kind: "status-unknown", reason: "status_list_issuer" });
  });

  it("still expires", async () => {
    const list = listWhere("valid");
    expect((await answer(list)).kind).toBe("valid");
    expect((await answer(list, (ISSUED + DAY) * 1000)).kind).toBe("status-unknown");
  });
});
