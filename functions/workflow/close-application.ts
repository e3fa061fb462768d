/** The execution has heard how the file ended: nothing is left to deliver. */
import { isFinal } from "../../shared/application/event.ts";
import { carryOut } from "../command.ts";
import { countPunctuality } from "../punctuality.ts";
import { internal } from "../runtime.ts";
import { world } from "../wiring.ts";

export const handler = internal("close-application", async (event: { applicationId: string }) => {
  let first = false;
  const closed = await carryOut(world(), event.applicationId, ({ application }) => {
    const { phase, closedAt } = application;
    first = closedAt === undefined;
    if (!isFinal(phase)) {
      throw new Error("the execution ended against an application that goes on");
    }
    return {
      actor: { kind: "platform", part: "workflow" },
      events: first ? [{ type: "Closed" }] : [],
    };
  });
  if (first) countPunctuality(closed);
  return {};
});
