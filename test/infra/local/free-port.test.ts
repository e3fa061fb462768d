import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { freePort } from "../../../infra/local/free-port.ts";

describe("a free port", () => {
  it("is none that an outgoing connection could be given before it is opened", async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
    expect(ports.filter((port) => port < 1024 || port >= 32_768)).toEqual([]);
  });

  it("is the one that was asked for, or a line that says what to do where it is taken", async () => {
    const port = await freePort();
    expect(await freePort(port)).toBe(port);
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(port, "127.0.0.1", resolve));
    try {
      await expect(freePort(port)).rejects.toThrow(
        `Port ${port} is taken: stop what runs there, or choose another with --port.`,
      );
    } finally {
      await new Promise((resolve) => taken.close(resolve));
    }
  });
});
