import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../infra/local/platform.ts";
import { formatDay } from "../../shared/calendar/day.ts";
import { compileCalendar } from "../../shared/calendar/working.ts";
import { earliestDay } from "../../shared/clock/notice.ts";
import { englandAndWales } from "../../workflows/authorities/calendars/england-and-wales.ts";
import { decide, pay, taskOf } from "./dossier.ts";
import { filed, holds, later, momentAt, notice } from "./filing.ts";
import { type Person, signIn } from "./people.ts";
import { eventually, openPlatform } from "./platform.ts";

let platform: Platform;
let emma: Person;
const officers: Record<string, Person> = {};
const at = (role: string) => officers[role] as Person;
const calendar = compileCalendar(englandAndWales);

beforeAll(async () => {
  platform = await openPlatform();
  emma = await signIn(platform.url, "emma");
  for (const role of ["licensing-officer", "police", "environmental-health", "sub-committee"]) {
    officers[role] = await signIn(platform.url, `cambridge-${role}`);
  }
});
afterAll(() => platform?.close());

/** A late notice that stands before both units: an objection refuses it by itself. */
async function beforeBoth() {
  const now = await momentAt(platform.url);
  const late = { amount: 5, unit: "workingDays", clear: true } as const;
  const { id } = await filed(emma, notice(formatDay(earliestDay(now, late, calendar))));
  await pay(emma, id);
  await decide(at("licensing-officer"), id, "acknowledgement");
  const police = await taskOf(at("police"), id, "police");
  const health = await taskOf(at("environmental-health"), id, "environmental-health");
  return { id, police: police.id as string, health: health.id as string };
}

type File = Awaited<ReturnType<typeof beforeBoth>>;
const OBJECT = { outcome: "object", reasons: ["public-safety"] };
const ACTS: Record<string, (file: File) => Promise<unknown>> = {
  "police object": ({ police }) => at("police").post(`/tasks/${police}/decision`, OBJECT),
  "health objects": ({ health }) =>
    at("environmental-health").post(`/tasks/${health}/decision`, OBJECT),
  "police consent": ({ police }) =>
    at("police").post(`/tasks/${police}/decision`, { outcome: "consent" }),
  withdrawal: ({ id }) => emma.post(`/applications/${id}/withdrawal`),
  deadline: () => later(platform.url, 8),
};
const PAIRS = Object.keys(ACTS).flatMap((first) =>
  Object.keys(ACTS)
    .filter((second) => second !== first)
    .map((second) => [first, second] as const),
);

describe("two units asked side by side", () => {
  it.each(PAIRS)("leave no task and no execution behind: %s, %s", async (first, second) => {
    const file = await beforeBoth();
    await ACTS[first]?.(file);
    await ACTS[second]?.(file);
    // Whatever is still open ends by silence.
    await ACTS["deadline"]?.(file);
    const ended = await eventually(
      () => emma.get(`/applications/${file.id}`),
      ({ body }) => ["issued", "refused", "withdrawn"].includes(body.phase),
    );
    for (const role of ["police", "environmental-health", "sub-committee", "licensing-officer"]) {
      expect(await holds(at(role), file.id), role).toBe(false);
    }
    const machine = "arn:aws:states:local:000000000000";
    const client = new SFNClient({});
    const execution = await eventually(
      () =>
        client.send(
          new DescribeExecutionCommand({
            executionArn: `${machine}:execution:licentia-temporary-event-notice-v1:${file.id}-1`,
          }),
        ),
      ({ status }) => status !== "RUNNING",
    );
    client.destroy();
    expect(execution.status).toBe("SUCCEEDED");
    const expected =
      first === "withdrawal" || (first === "police consent" && second === "withdrawal")
        ? "withdrawn"
        : /object/.test(first) || (first === "police consent" && /health obj/.test(second))
          ? "refused"
          : "issued";
    expect(ended.body.phase).toBe(expected);
  });
});
