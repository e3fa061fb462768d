/**
 * When to ask for what a server is still on its way to. People and software that know a service come
 * back about when it is done: asking all the time would measure refusals. A server that is done at
 * once is asked at once.
 */
interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Who came too early comes again after a part of the usual time, and then ever later. */
const SHORTEST_MS = 3;
const PART = 0.3;
const GROWTH = 1.8;
/** Who came in time tries it a little sooner the next time. */
const SOONER = 0.985;
const GIVE_UP_MS = 60_000;

export class Pace {
  /** How long each step took of late, in milliseconds. */
  readonly #usual = new Map<string, number>();

  /** @throws Error with the last answer, where the status does not come within a minute */
  async until<Answer extends Reply>(
    step: string,
    status: number,
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    const usual = this.#usual.get(step) ?? 0;
    const start = performance.now();
    let patience = usual;
    for (let early = 0; ; early++) {
      if (patience > 0) await new Promise((resolve) => setTimeout(resolve, patience));
      const waited = performance.now() - start;
      const reply = await ask();
      if (reply.status === status) {
        this.#usual.set(step, early === 0 ? usual * SOONER : (usual + waited) / 2);
        return reply;
      }
      patience = Math.max(SHORTEST_MS, usual * PART) * GROWTH ** early;
      if (waited > GIVE_UP_MS) {
        throw new Error(`${reply.status} in place of ${status}: ${JSON.stringify(reply.body)}`);
      }
    }
  }
}
