/**
 * An engine in a process of its own, to be killed at any instant. Its functions answer, fail once,
 * or hand a task token to a file, so that they know across processes what they were called with.
 */
import { appendFileSync } from "node:fs";
import { openEngine } from "../../../../infra/local/states/engine.ts";
import { EVERY_KIND } from "./every-kind.ts";

const [folder = "", count = "0", span = "1"] = process.argv.slice(2);
const engine = openEngine({
  database: `${folder}/states.db`,
  invoke: async (name, payload) => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    const { taskToken, n, attempt } = JSON.parse(payload);
    if (name === "ask") {
      appendFileSync(`${folder}/tokens`, `${n} ${taskToken}\n`);
      const answer = { taskToken, output: JSON.stringify({ asked: n }) };
      engine.call("SendTaskSuccess", answer).catch(() => {}); // answered before the last kill
      return { payload: "null" };
    }
    if (name === "fail" && attempt === 0) {
      return { payload: '{"errorType":"Once"}', functionError: "Unhandled" };
    }
    return { payload: JSON.stringify({ answered: n }) };
  },
});
const { stateMachineArn } = (await engine.call("CreateStateMachine", {
  name: "every-kind",
  definition: EVERY_KIND,
  roleArn: "arn:aws:iam::000000000000:role/victim",
})) as Record<string, string>;
for (let n = 0; n < Number(count); n += 1) {
  const start = {
    stateMachineArn,
    name: `run-${n}`,
    input: JSON.stringify({ n, pause: (n % Number(span)) + 1 }),
  };
  await engine.call("StartExecution", start).catch((error: Error) => {
    if (error.name !== "ExecutionAlreadyExists") throw error;
  });
}
for (;;) {
  const page = await engine.call("ListExecutions", { stateMachineArn, statusFilter: "RUNNING" });
  if ((page as { executions: unknown[] }).executions.length === 0) break;
  await new Promise((resolve) => setTimeout(resolve, 10));
}
await engine.close();
