/** The execution has come to a stage: its task is opened, or found again, and keeps the token. */

import { factsOf } from "../../shared/application/case.ts";
import { arrive } from "../../shared/application/commands/stage.ts";
import type { Call } from "../../shared/application/event.ts";
import { findStage } from "../../shared/permit/stages.ts";
import { runOf } from "../../shared/workflow/states.ts";
import { carryOut } from "../command.ts";
import { internal } from "../runtime.ts";
import { store, world } from "../wiring.ts";

export interface OpenStage {
  readonly applicationId: string;
  readonly stage: string;
  /** The execution's name: `<application>-<run>`. */
  readonly run: string;
  readonly taskToken: string;
  /** When the state was entered (RFC 3339), and how often it was retried. */
  readonly entered?: string;
  readonly attempt?: number;
}

/** Ends the state with an outcome's name as its error; nothing failed. */
class Outcome extends Error {
  readonly expected = true;

  constructor(name: string) {
    super("the application has ended");
    this.name = name;
  }
}

export const handler = internal("open-stage", async (event: OpenStage) => {
  const { applicationId: id, stage, taskToken: token } = event;
  const run = runOf(event.run);
  const call = callOf(event);
  await carryOut(world(), id, async (kase) => {
    // Only a condition asks for the answers; most stages have none.
    const opened = findStage(kase.permit, stage);
    const asks = opened !== undefined && "when" in opened && opened.when !== undefined;
    const answers = asks ? await store().applications.answers(id) : undefined;
    const facts = factsOf(kase, kase.application, answers?.answers);
    const arrival = arrive(kase, { stage, run, ...(call && { call }) }, facts);
    if (arrival.kind !== "standing") {
      throw new Outcome(arrival.kind === "ended" ? arrival.outcome : "Superseded");
    }
    const { round, events } = arrival;
    return {
      actor: { kind: "platform", part: "workflow" },
      events,
      token: { stage, round, run, token },
    };
  });
  return {};
});

/** Executions of before an upgrade keep their state machine, which does not tell its calls apart. */
function callOf({ entered, attempt }: OpenStage): Call | undefined {
  return entered === undefined || attempt === undefined
    ? undefined
    : { entered: Date.parse(entered), attempt };
}
