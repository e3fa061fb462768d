import { describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../../functions/manifest.ts";
import { inSteps, nextStep, SWEEP_RUN_MS } from "../../../functions/schedule/pace.ts";

const MOST = 8;

describe("a run of the sweep", () => {
  it("takes up nothing more well before the next one begins", () => {
    const trigger = FUNCTIONS.find(({ name }) => name === "sweep")?.trigger;
    const every = trigger?.kind === "schedule" ? trigger.everySeconds * 1000 : 0;
    expect(SWEEP_RUN_MS).toBeLessThanOrEqual(every - 10_000);
  });
});

describe("the pace of a crowd", () => {
  it("grows to the most at once, without a rest, where the thread only waits", () => {
    let step = { atOnce: 1, rest: 0 };
    const steps = Array.from({ length: 9 }, () => {
      step = nextStep(step, { active: 1, idle: 99 }, MOST);
      return step;
    });
    expect(steps.map(({ atOnce }) => atOnce)).toEqual([2, 3, 4, 5, 6, 7, 8, 8, 8]);
    expect(steps.every(({ rest }) => rest === 0)).toBe(true);
  });

  it("falls to one by one where the thread is busy, and leaves it half of its time", () => {
    const [first, second, third] = [8, 4, 1].map((atOnce) =>
      nextStep({ atOnce }, { active: 40, idle: 0 }, MOST),
    );
    expect([first, second, third].map((step) => step?.atOnce)).toEqual([4, 2, 1]);
    expect(first?.rest).toBe(40);
  });

  it("rests only for what the thread's own waiting did not leave already", () => {
    expect(nextStep({ atOnce: 2 }, { active: 40, idle: 30 }, MOST).rest).toBe(10);
    expect(nextStep({ atOnce: 2 }, { active: 40, idle: 40 }, MOST).rest).toBe(0);
  });
});

describe("a list that is worked off", () => {
  const items = Array.from({ length: 40 }, (_, index) => index);

  it("is begun in its order, each item once", async () => {
    const seen: number[] = [];
    const work = async (item: number) => void seen.push(item);
    expect(await inSteps(items, work, { most: MOST, isOver: () => false })).toBe(true);
    expect(seen).toEqual(items);
  });

  it("is never begun at more places at once than allowed", async () => {
    let [running, highest] = [0, 0];
    const work = async () => {
      highest = Math.max(highest, ++running);
      await Promise.resolve();
      running--;
    };
    await inSteps(items, work, { most: 3, isOver: () => false });
    expect(highest).toBeLessThanOrEqual(3);
    expect(running).toBe(0);
  });

  it("is left where the time is over, and says so", async () => {
    const seen: number[] = [];
    const work = async (item: number) => void seen.push(item);
    const whole = await inSteps(items, work, { most: MOST, isOver: () => seen.length >= 10 });
    expect(whole).toBe(false);
    expect(seen).toEqual(items.slice(0, seen.length));
    expect(seen.length).toBeLessThan(items.length);
  });

  it("of nothing is done", async () => {
    expect(await inSteps([], async () => {}, { most: MOST, isOver: () => false })).toBe(true);
  });
});
