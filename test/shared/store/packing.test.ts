import { describe, expect, it } from "vitest";
import { digest } from "../../../shared/audit/chain.ts";
import { pack, unpack } from "../../../shared/store/packing.ts";
import { Dossier } from "../../builders/application.ts";

/** What DynamoDB rounds a write up to. */
const UNIT = 1024;
/** Key, index attributes and what stands in the clear beside a state. */
const BESIDE = 200;

describe("a packed state", () => {
  it("is the state again when it is unpacked", () => {
    const { application } = new Dossier().due();
    const stored = Uint8Array.from(pack(application));
    expect(unpack(stored)).toEqual(application);
  });

  it("is another object for each who unpacks it", () => {
    const packed = pack({ tasks: [] });
    const [one, other] = [unpack(packed), unpack(packed)];
    expect(one).toEqual({ tasks: [] });
    expect(other).toEqual(one);
    expect(other).not.toBe(one);
  });

  it("leaves room in one write unit when everybody has decided", () => {
    const { application } = new Dossier().due();
    const ids = {
      decidedBy: "3f8e1f70-9a4b-4f9e-8a70-1d3f3c0a9b11",
      party: "01k0000000000000000000001a",
    };
    const tasks = Object.values(application.tasks).map((task) => [
      task.stage,
      { ...task, decidedBy: `${ids.decidedBy.slice(0, -2)}${task.stage.length}` },
    ]);
    const state = { ...application, tasks: Object.fromEntries(tasks), party: ids.party };
    expect(JSON.stringify(state).length).toBeGreaterThan(UNIT);
    expect(pack(state).length).toBeLessThan(UNIT - BESIDE);
  });

  it("says by what it was packed, and is not guessed at", () => {
    const packed = pack({ phase: "draft" });
    packed[0] = 2;
    expect(() => unpack(packed)).toThrow("a state of packing 2 is not known here");
  });

  it("stays readable for ever: the words of a version never change", () => {
    const packed = Buffer.from(PACKED_ONCE, "base64url");
    expect(digest(unpack(packed))).toBe(digest(STATE_ONCE));
  });
});

const STATE_ONCE = {
  permit: "retail-liquor",
  limit: { amount: 10, unit: "workingDays" },
  tasks: {
    reception: {
      stage: "reception",
      round: 1,
      by: "officer",
      openedAt: 1790000000000,
      outcome: "Approved",
    },
  },
};
const PACKED_ONCE = "AatGpIai1JLEzBzdnMzC0vwiJaLyMyyHwsOL_PBA8bsBHGD1Vm1tLQA";
