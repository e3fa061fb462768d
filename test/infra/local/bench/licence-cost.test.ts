import { beforeAll, describe, expect, it } from "vitest";
import { countLicence, type LicenceCost } from "../../../../infra/local/bench/licence-cost.ts";

/**
 * What one licence costs, frozen: a change that makes it dearer is seen here. Clients ask again
 * while the platform is on its way, so whatever a question adds is a bound, not a number.
 */
describe("one retail liquor licence, from its submission to its download", () => {
  let cost: LicenceCost;
  beforeAll(async () => {
    cost = await countLicence();
  }, 120_000);

  it("takes a transition for the start and for each stage", () => {
    expect(cost.transitions).toBe(7);
  });

  it("takes one signature for each signed form", () => {
    expect(cost.signatures).toBe(2);
  });

  it("sends a mail for each thing that the applicant is told", () => {
    // Filed, in progress, to be paid, in progress again, issued.
    expect(cost.mails).toBe(5);
  });

  it("writes no more units than it did", () => {
    // One of them is the index entry by which its holder is reminded to renew it.
    expect(cost.writes).toBeLessThanOrEqual(172);
  });

  it("opens each stage once, attends to each motion once, and issues once", () => {
    const { invocations } = cost;
    expect(invocations["open-stage"]).toBe(5);
    expect(invocations["issue-licence"]).toBe(1);
    expect(invocations["receive-payment"]).toBe(1);
    // The submission, five decided stages, the licence's reservation.
    expect(invocations["attend-applications"]).toBeLessThanOrEqual(7);
    // One for each change of phase, at most.
    expect(invocations["send-mails"]).toBeLessThanOrEqual(5);
  });

  it("reads no more for a step than it did, however often a client asks", () => {
    const asked = Object.values(cost.invocations).reduce((sum, count) => sum + count, 0);
    expect(cost.reads / asked).toBeLessThan(3);
  });
});
