import { createServer } from "node:net";
import { CannotStart } from "./cannot-start.ts";

/**
 * Below 32768, because the kernel gives out the ports above it to outgoing connections: one that was
 * free could be taken by the time it is opened, or, while the store restarts, by a client that calls
 * it, connects to itself, and keeps the store from coming back.
 */
const LOWEST = 20_000;
const COUNT = 12_000;

/**
 * The port, once it is known that nobody has it; for 0 any that is free. The platform's own address
 * is part of its tokens and links, so it must be known before anything listens.
 * @throws CannotStart
 */
export async function freePort(wanted = 0): Promise<number> {
  for (;;) {
    const port = wanted || LOWEST + Math.floor(Math.random() * COUNT);
    const code = await refusalOf(port);
    if (code === undefined) return port;
    if (wanted === 0 && code === "EADDRINUSE") continue;
    throw new CannotStart(
      code === "EADDRINUSE"
        ? `Port ${wanted} is taken: stop what runs there, or choose another with --port.`
        : `Port ${port} cannot be used (${code}): choose another with --port.`,
    );
  }
}

/** Why nobody can listen there; undefined where one can. */
function refusalOf(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code ?? "unknown"));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(undefined)));
  });
}
