import type { Message } from "./interpreter.ts";
import { StaleToken } from "./interpreter.ts";
import type { Journal } from "./journal.ts";
import { jsonOf, optionalText, Refusal, refuseMembers, textOf } from "./refusal.ts";
import type { Scheduler } from "./scheduler.ts";

type Input = Readonly<Record<string, unknown>>;

/** The answers of those who hold a task token. */
export class Callbacks {
  readonly #scheduler: Scheduler;
  readonly #journal: Journal;

  constructor(scheduler: Scheduler, journal: Journal) {
    this.#scheduler = scheduler;
    this.#journal = journal;
  }

  async success(input: Input): Promise<object> {
    refuseMembers(input, { taskToken: true, output: true });
    const refuse = (reason: string) => new Refusal("InvalidOutput", `Invalid Output: '${reason}'`);
    const output = jsonOf(textOf(input, "output"), "output", refuse);
    return this.#send(input, (address) => ({ kind: "success", ...address, output }));
  }

  async failure(input: Input): Promise<object> {
    refuseMembers(input, { taskToken: true, error: true, cause: true });
    const error = optionalText(input, "error", { maximum: 256 });
    const cause = optionalText(input, "cause", { maximum: 32_768 });
    return this.#send(input, (address) => ({ kind: "failure", ...address, error, cause }));
  }

  async heartbeat(input: Input): Promise<object> {
    refuseMembers(input, { taskToken: true });
    return this.#send(input, (address) => ({ kind: "heartbeat", ...address }));
  }

  async #send(
    input: Input,
    message: (address: { thread: number; token: string }) => Message,
  ): Promise<object> {
    const token = textOf(input, "taskToken", { minimum: 1, maximum: 2048 });
    const parts = /^(\d+)\.(\d+)\.\d+\./.exec(Buffer.from(token, "base64url").toString());
    if (!parts) throw new Refusal("InvalidToken", "Invalid Token: 'Invalid token'");
    const [, execution, thread] = parts.map(Number) as [number, number, number];
    if (!this.#journal.get("SELECT 1 FROM executions WHERE id = ?", execution)) {
      throw new Refusal("TaskDoesNotExist", "Task Does Not Exist: 'Task does not exist'");
    }
    try {
      await this.#scheduler.post(execution, message({ thread, token }));
    } catch (error) {
      if (!(error instanceof StaleToken)) throw error;
      const reason = "Provided task does not exist anymore";
      throw new Refusal("TaskTimedOut", `Task Timed Out: '${reason}'`);
    }
    return {};
  }
}
