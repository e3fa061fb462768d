/** The applicant answers what was asked. What the law does to the clock is the permit's to say. */
import { continueClock } from "../../clock/ledger.ts";
import type { Permit } from "../../permit/permit.ts";
import { findStage } from "../../permit/stages.ts";
import { Problem } from "../../problem.ts";
import { silenceAt } from "../agenda.ts";
import { type Application, openTasks, type Task } from "../application.ts";
import { type Case, reckoning } from "../case.ts";
import { clockChange } from "../clock.ts";
import type { EventBody } from "../event.ts";

/** The supplement that the applicant owes, or undefined. */
export function owedSupplement(application: Application, permit: Permit): Task | undefined {
  return openTasks(application).find(
    ({ stage, by }) => by === "applicant" && findStage(permit, stage)?.kind === "supplement",
  );
}

/** @throws Problem `wrong-state` where nothing was asked */
export function supplement(
  kase: Case,
  given: { answers: string; documents: readonly string[] },
): EventBody[] {
  const { application, permit, now } = kase;
  const { ledger } = application;
  const task = owedSupplement(application, permit);
  const stage = task && findStage(permit, task.stage);
  if (!task || stage?.kind !== "supplement") throw new Problem("wrong-state");
  // The applicant's time is over, whether or not the sweep has been by since.
  if (silenceAt(kase, task.stage)) throw new Problem("wrong-state");
  return [
    {
      type: "Supplemented",
      stage: stage.of,
      round: task.round,
      ...given,
      ...(ledger && {
        clock: clockChange(
          continueClock(ledger, now, permit.clock.onSupplement, "supplement"),
          reckoning(kase),
        ),
      }),
    },
  ];
}
