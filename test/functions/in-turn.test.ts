import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { inTurn } from "../../functions/in-turn.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settled = () => vi.advanceTimersByTimeAsync(0);

describe("those who change one thing", () => {
  it("take turns, in the order in which they came", async () => {
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 10));
      seen.push(`${name} ends`);
      return name;
    };
    const all = Promise.all(["a", "b", "c"].map((name) => inTurn("one", work(name))));
    await vi.advanceTimersByTimeAsync(30);
    expect(await all).toEqual(["a", "b", "c"]);
    expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  });

  it("do not wait for those who change another", async () => {
    void inTurn("one", () => new Promise(() => {}));
    expect(await inTurn("other", async () => "done")).toBe("done");
  });

  it("go on after one that fails, which fails alone", async () => {
    const failing = inTurn("failing", async () => {
      throw new Error("refused");
    });
    const next = inTurn("failing", async () => "done");
    await expect(failing).rejects.toThrow("refused");
    await settled();
    expect(await next).toBe("done");
  });

  it("wait for half a second at most", async () => {
    void inTurn("slow", () => new Promise(() => {}));
    let begun = false;
    const next = inTurn("slow", async () => {
      begun = true;
    });
    await vi.advanceTimersByTimeAsync(499);
    expect(begun).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await next;
    expect(begun).toBe(true);
  });
});
