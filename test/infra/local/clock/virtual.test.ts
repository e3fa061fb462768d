import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clockListener } from "../../../../infra/local/clock/server.ts";
import { openVirtualClock } from "../../../../infra/local/clock/virtual.ts";

const START = Date.UTC(2026, 9, 5);
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "licentia-clock-"));
  file = join(folder, "clock.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a virtual clock", () => {
  it("stands still until it is moved, and goes on there after a restart", () => {
    const clock = openVirtualClock(file, START);
    clock.advance(1000);
    expect(clock.now()).toBe(START + 1000);
    expect(openVirtualClock(file, 0).now()).toBe(START + 1000);
  });

  it("does not leave its centuries: what is kept stays as it was", () => {
    const clock = openVirtualClock(file, START);
    expect(() => clock.advance(8.64e15)).toThrow(RangeError);
    expect(clock.now()).toBe(START);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ now: START });
  });
});

describe("moving it over HTTP", () => {
  async function posted(query: string, headers: Record<string, string> = {}) {
    const clock = openVirtualClock(file, START);
    const server = createServer(clockListener(clock, async () => {})).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/clock${query}`;
    const { status } = await fetch(url, { method: "POST", headers });
    server.close();
    return { status, moved: clock.now() - START };
  }

  it("takes milliseconds", async () => {
    expect(await posted("?by=5")).toEqual({ status: 200, moved: 5 });
  });

  it.each<[string, string, Record<string, string>, number]>([
    ["no amount", "", {}, 400],
    ["an amount beyond all dates", "?by=8640000000000000", {}, 400],
    ["a page of another site", "?by=5", { origin: "http://elsewhere.example" }, 403],
  ])("refuses %s", async (_, query, headers, status) => {
    expect(await posted(query, headers)).toEqual({ status, moved: 0 });
  });
});
