/**
 * Step Functions as far as Licentia may rely on them: a state machine's runs, which call functions
 * at least once, hand out a token for each attempt, and forget it when the state is left.
 */
import { type RunName, stateMachineOf, type Workflow } from "../../shared/workflow/states.ts";
import type { ParallelState, StateMachine, TaskState } from "../../workflows/compile.ts";

type Call = (event: never, context: never) => Promise<unknown>;

interface Run {
  readonly name: string;
  readonly application: string;
  status: "RUNNING" | "SUCCEEDED" | "FAILED";
  state: string;
  entered: string;
  /** Branches of the present state that have not ended, and how often each was tried. */
  readonly open: Map<string, number>;
  readonly tokens: Map<string, string>;
}

const MOST_ATTEMPTS = 7;

export class Machine implements Workflow {
  readonly #machine: StateMachine;
  readonly #functions: Readonly<Record<string, Call>>;
  readonly runs_ = new Map<string, Run>();
  readonly #calls: (() => Promise<void>)[] = [];
  #tokens = 0;
  #entries = 0;

  constructor(machine: StateMachine, functions: Readonly<Record<string, Call>>) {
    this.#machine = machine;
    this.#functions = functions;
  }

  async start({ permit, permitVersion, application, run }: RunName) {
    if (!stateMachineOf(permit, permitVersion)) throw new Error("no machine");
    const name = `${application}-${run}`;
    const known = this.runs_.get(name);
    if (known) return known.status === "RUNNING" ? ("started" as const) : ("exists" as const);
    const begun: Run = {
      name,
      application,
      status: "RUNNING",
      state: "",
      entered: "",
      open: new Map(),
      tokens: new Map(),
    };
    this.runs_.set(name, begun);
    this.#enter(begun, this.#machine.StartAt);
    return "started" as const;
  }

  async deliver(token: string, outcome: string) {
    for (const run of this.runs_.values()) {
      const branch = run.tokens.get(token);
      if (branch === undefined || run.status !== "RUNNING") continue;
      run.tokens.delete(token);
      if (outcome === "Approved") this.#branchEnded(run, branch);
      else this.#fails(run, outcome);
      return "delivered" as const;
    }
    return "unknown" as const;
  }

  async runs({ application, run }: RunName) {
    return this.runs_.get(`${application}-${run}`)?.status === "RUNNING";
  }

  /** Kills a run, as an operator or the service's own one-year guard would. */
  kill(name: string): void {
    const run = this.runs_.get(name);
    if (run) run.status = "FAILED";
  }

  /** Makes every call that is owed, until none is. */
  async settle(): Promise<void> {
    for (let call = this.#calls.shift(); call; call = this.#calls.shift()) await call();
  }

  #enter(run: Run, name: string): void {
    run.state = name;
    run.entered = new Date(++this.#entries).toISOString();
    run.open.clear();
    run.tokens.clear();
    const state = this.#machine.States[name];
    if (!state) throw new Error(`there is no state ${name}`);
    const branches = state.Type === "Task" ? [name] : state.Branches.map(({ StartAt }) => StartAt);
    for (const branch of branches) run.open.set(branch, 0);
    for (const branch of branches) this.#call(run, name, branch);
  }

  #call(run: Run, at: string, branch: string): void {
    this.#calls.push(async () => {
      if (run.status !== "RUNNING" || run.state !== at || !run.open.has(branch)) return;
      const attempt = (run.open.get(branch) ?? 0) + 1;
      run.open.set(branch, attempt);
      const { Arguments, Resource } = this.#task(at, branch);
      const waits = Resource.endsWith(".waitForTaskToken");
      const taskToken = `token-${++this.#tokens}`;
      if (waits) run.tokens.set(taskToken, branch);
      const handler = this.#functions[Arguments.FunctionName];
      if (!handler) throw new Error(`there is no ${Arguments.FunctionName}`);
      const event = {
        applicationId: run.application,
        stage: branch,
        run: run.name,
        taskToken,
        entered: run.entered,
        attempt: attempt - 1,
      };
      try {
        await handler(event as never, {} as never);
        if (!waits) this.#branchEnded(run, branch);
      } catch (error) {
        run.tokens.delete(taskToken);
        const { name } = error as Error;
        if (name === "Unavailable" && attempt < MOST_ATTEMPTS) this.#call(run, at, branch);
        else this.#fails(run, name);
      }
    });
  }

  #task(at: string, branch: string): TaskState {
    const state = this.#machine.States[at] as TaskState | ParallelState;
    if (state.Type === "Task") return state;
    return state.Branches.find(({ StartAt }) => StartAt === branch)?.States[branch] as TaskState;
  }

  #branchEnded(run: Run, branch: string): void {
    run.open.delete(branch);
    if (run.open.size > 0) return;
    const { Next } = this.#machine.States[run.state] as TaskState;
    if (Next === undefined) run.status = "SUCCEEDED";
    else this.#enter(run, Next);
  }

  #fails(run: Run, error: string): void {
    const caught = this.#machine.States[run.state]?.Catch?.find(({ ErrorEquals }) =>
      ErrorEquals.includes(error),
    );
    if (caught) this.#enter(run, caught.Next);
    else run.status = "FAILED";
  }
}
