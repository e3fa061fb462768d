/** The lists of 2^20 entries that draft-ietf-oauth-status-list prints under "Test vectors for Status List encoding". */
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { nodePrimitives } from "../../../shared/verifier/primitives/node.ts";
import { webcryptoPrimitives } from "../../../shared/verifier/primitives/webcrypto.ts";
import { readStatusListToken, statusAt } from "../../../shared/verifier/status.ts";
import { DAY, ISSUED, LIST, signer } from "../licence/issuer.ts";

const SIZE = 2 ** 20;
const key = signer();

/**
 * The statuses as printed. The list of one bit is the printed text without its line breaks; those of
 * two and four were compressed anew from their statuses, to the printed lengths; that of eight bits
 * is compressed here from the first of its 256 statuses, and the last.
 */
const PRINTED = [
  {
    bits: 1,
    lst: "eNrt3AENwCAMAEGogklACtKQPg9LugC9k_ACvreiogEAAKkeCQAAAAAAAAAAAAAAAAAAAIBylgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAXG9IAAAAAAAAAPwsJAAAAAAAAAAAAAAAvhsSAAAAAAAAAAAA7KpLAAAAAAAAAAAAAAAAAAAAAJsLCQAAAAAAAAAAADjelAAAAAAAAAAAKjDMAQAAAACAZC8L2AEb",
    set: {
      0: 1,
      1993: 1,
      25460: 1,
      159495: 1,
      495669: 1,
      554353: 1,
      645645: 1,
      723232: 1,
      854545: 1,
      934534: 1,
      1000345: 1,
    },
  },
  {
    bits: 2,
    lst: "eNrt2zENACEQAEEuoaBABP5VIO01fCjIHTMStt9ovGVIAAAAAABAbiEBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEB5WwIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAID0ugQAAAAAAAAAAAAAAAAAQG12SgAAAAAAAAAAAAAAAAAAAAAAAAAAAOCSIQEAAAAAAAAAAAAAAAAAAAAAAAD8ExIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAwJEuAQAAAAAAAAAAAAAAAAAAAAAAAMB9SwIAAAAAAAAAAAAAAAAAAACoYUoAAAAAAAAAAAAAAEBqH81gAQw",
    set: {
      0: 1,
      1993: 2,
      25460: 1,
      159495: 3,
      495669: 1,
      554353: 1,
      645645: 2,
      723232: 1,
      854545: 1,
      934534: 2,
      1000345: 3,
    },
  },
  {
    bits: 4,
    lst: "eNrt0EENgDAQADAIHwImkIIEJEwCUpCEBBQRHOy35Li1EjoOQGabAgAAAAAAAAAAAAAAAAAAACC1SQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABADrsCAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADoxaEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIIoCgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACArpwKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGhqVkAzlwIAAAAAiGVRAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABx3AoAgLpVAQAAAAAAAAAAAAAAwM89rwMAAAAAAAAAAAjsA9xMBMA",
    set: {
      0: 1,
      1993: 2,
      35460: 3,
      459495: 4,
      595669: 5,
      754353: 6,
      845645: 7,
      923232: 8,
      924445: 9,
      934534: 10,
      1004534: 11,
      1000345: 12,
      1030203: 13,
      1030204: 14,
      1030205: 15,
    },
  },
  eightBits({
    52451: 1,
    576778: 2,
    513575: 3,
    468106: 4,
    292632: 5,
    214947: 6,
    182323: 7,
    884834: 8,
    66653: 9,
    62489: 10,
    196493: 11,
    458517: 12,
    487925: 13,
    55649: 14,
    416992: 15,
    879796: 16,
    554740: 34,
    477937: 45,
    19535: 255,
  }),
];

function eightBits(set: Record<number, number>) {
  const statuses = Uint8Array.from({ length: SIZE }, (_, index) => set[index] ?? 0);
  return { bits: 8, lst: deflateSync(statuses).toString("base64url"), set };
}

async function entriesOf(
  { bits, lst }: (typeof PRINTED)[number],
  primitives: Parameters<ReturnType<typeof readStatusListToken>["open"]>[0],
) {
  const header = { alg: "ES256", typ: "statuslist+jwt", kid: key.kid };
  const claims = { sub: LIST, iat: ISSUED, exp: ISSUED + DAY, status_list: { bits, lst } };
  const token = key.jws(header, claims);
  const list = await readStatusListToken(token).open(primitives);
  const set: Record<number, number> = {};
  for (let index = 0; index < SIZE; index++) {
    const status = statusAt(list, index);
    if (status !== 0) set[index] = status!;
  }
  return { set, beyond: statusAt(list, SIZE) };
}

describe("the list that the specification prints", () => {
  it.each(PRINTED)(
    "of $bits bits says what is printed beside it, and nothing else",
    async (list) => {
      const said = { set: list.set, beyond: undefined };
      expect(await entriesOf(list, nodePrimitives)).toEqual(said);
      expect(await entriesOf(list, webcryptoPrimitives)).toEqual(said);
    },
  );
});
