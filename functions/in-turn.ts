const turns = new Map<string, Promise<unknown>>();

/** Whoever takes longer, for it waits for somebody else's service, keeps nobody waiting. */
const LONGEST_WAIT_MS = 500;

/**
 * Those who would change one thing in one process take turns: none decides on what another is about
 * to change. It spares work and decides nothing: on Lambda, where a process serves one at a time,
 * and for who does not wait any longer, the condition in the write holds as ever.
 */
export async function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
  const before = turns.get(id);
  const turn = before ? atMost(LONGEST_WAIT_MS, before).then(work) : work();
  const ended = turn.then(
    () => {},
    () => {},
  );
  turns.set(id, ended);
  try {
    return await turn;
  } finally {
    if (turns.get(id) === ended) turns.delete(id);
  }
}

function atMost(milliseconds: number, wait: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  return Promise.race([wait, enough]).finally(() => clearTimeout(timer));
}
