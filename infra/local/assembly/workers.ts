/**
 * Runs the functions of an assembly: each in a thread of its own, with its own environment and
 * nothing of this process's, as each has an instance of its own on Lambda.
 */
import { Worker } from "node:worker_threads";
import { nameInArn } from "../invoke/context.ts";
import { FunctionNotFound, type InvocationResult, type Invoke } from "../invoke/invocation.ts";
import type { DeployedFunction } from "./assembly.ts";

/** What a thread is told: who it is. */
export type Held = Pick<DeployedFunction, "name" | "module" | "handler" | "timeoutSeconds">;

export interface Call {
  readonly id: number;
  readonly payload: string;
}

export interface Answer {
  readonly id: number;
  readonly result: InvocationResult;
}

export interface Workers {
  readonly invoke: Invoke;
  close(): Promise<void>;
}

/** @param surroundings what Lambda itself adds to every function's environment: region, credentials */
export function openWorkers(
  functions: readonly DeployedFunction[],
  surroundings: () => Readonly<Record<string, string>>,
): Workers {
  const started = new Map<string, ReturnType<typeof startWorker>>();
  return {
    invoke(functionName, payload) {
      const name = nameInArn(functionName);
      let worker = started.get(name);
      if (!worker) {
        const row = functions.find((each) => each.name === name);
        if (!row) throw new FunctionNotFound(functionName);
        worker = startWorker(row, surroundings());
        started.set(name, worker);
      }
      return worker.call(payload);
    },
    async close() {
      await Promise.all([...started.values()].map((worker) => worker.close()));
    },
  };
}

function startWorker(
  { environment, ...held }: DeployedFunction,
  surroundings: Readonly<Record<string, string>>,
) {
  const waiting = new Map<number, PromiseWithResolvers<InvocationResult>>();
  const worker = new Worker(new URL("worker.ts", import.meta.url), {
    workerData: held satisfies Held,
    env: { ...environment, ...surroundings, AWS_LAMBDA_FUNCTION_NAME: held.name },
  });
  worker.on("message", ({ id, result }: Answer) => {
    waiting.get(id)?.resolve(result);
    waiting.delete(id);
  });
  let ended: Error | undefined;
  const end = (error: Error) => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on("error", end);
  worker.on("exit", () => end(new Error(`the thread of ${held.name} has ended`)));
  let calls = 0;
  return {
    call(payload: string): Promise<InvocationResult> {
      if (ended) return Promise.reject(ended);
      const id = calls++;
      const answer = Promise.withResolvers<InvocationResult>();
      waiting.set(id, answer);
      worker.postMessage({ id, payload } satisfies Call);
      return answer.promise;
    },
    close: async () => void (await worker.terminate()),
  };
}
