/** What the engine by itself keeps in memory, measured from without: the very command of `npm run states`. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");

export interface Served {
  /** Its resident memory now, in kilobytes. */
  resident(): number;
  call(operation: string, input: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** @param file where it keeps everything */
export async function serveAlone(file: string): Promise<Served> {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const [, ...command] = (scripts.states as string).split(" ");
  const child = spawn(process.execPath, [...command, "--port", "0", "--db", file], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await once(child.stdout, "data");
  const origin = /http:\S+(?=,)/.exec(String(said))?.[0] ?? "";
  const agent = new Agent({ keepAlive: true });
  return {
    resident: () => residentOf(Number(child.pid)),
    call: (operation, input) => call(origin, agent, operation, input),
    async close() {
      agent.destroy();
      const ended = once(child, "exit");
      child.kill("SIGINT");
      await ended;
    },
  };
}

function residentOf(pid: number): number {
  if (process.platform !== "linux") {
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)]));
  }
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
}

async function call(
  origin: string,
  agent: Agent,
  operation: string,
  input: object,
): Promise<Record<string, unknown>> {
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": `AWSStepFunctions.${operation}`,
  };
  const asked = request(origin, { method: "POST", agent, headers }).end(JSON.stringify(input));
  const [answer] = await once(asked, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  if (answer.statusCode !== 200) throw new Error(`${operation}: ${body}`);
  return JSON.parse(body);
}
