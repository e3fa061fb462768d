import { describe, expect, it } from "vitest";
import { inMotion, openTasks } from "../../../shared/application/application.ts";
import { replay } from "../../../shared/application/change.ts";
import { arrive } from "../../../shared/application/commands/stage.ts";
import { withdraw } from "../../../shared/application/commands/withdraw.ts";
import { isDue } from "../../../shared/licence/compose.ts";
import { APPLICANT, Dossier, ID, officer, rulesOf, WORKFLOW } from "../../builders/application.ts";
import { grouped, innAnswers, threeRooms } from "../../builders/grouped.ts";

const law = rulesOf(grouped());
const REFUSES = { outcome: "refuse", reasons: ["unfit"] } as const;

/** A file that has come to the group, of which no stage is open yet. */
const atGroup = (answers: object = {}) =>
  new Dossier(law, innAnswers(answers))
    .submitted()
    .at("reception")
    .approved("reception", officer("clerk"))
    .at("fee")
    .paid(threeRooms);

describe("a group of stages side by side", () => {
  it("keeps a stage that was decided before its sibling opened: its execution waits for the word", () => {
    const file = atGroup().at("police").approved("police", officer("expert")).at("fire");
    expect(file.application.current).toEqual(["police", "fire"]);
  });

  it("keeps a stage that was skipped, whichever sibling opens after it", () => {
    const file = atGroup({ kind: "bar" }).at("health").at("police").at("fire");
    expect(file.application.tasks["health"]?.outcome).toBe("Approved");
    expect(file.application.current).toEqual(["health", "police", "fire"]);
  });

  it("waits until every stage that it stands at is decided", () => {
    const file = atGroup().at("police").at("health").at("fire");
    file.approved("police", officer("expert", "a")).approved("fire", officer("expert", "b"));
    expect(inMotion(file.application)).toBe(false);
    file.approved("health", officer("expert", "c"));
    expect(inMotion(file.application)).toBe(true);
  });

  it("leaves the stages of the group behind when the next one opens", () => {
    const file = atGroup().at("police").at("health").at("fire");
    for (const stage of ["police", "health", "fire"]) file.approved(stage, officer("expert"));
    expect(file.at("appraisal").application.current).toEqual(["appraisal"]);
  });

  it("stands at all of them again when the next run replays decided stages", () => {
    const file = atGroup().at("police").at("health").at("fire");
    for (const stage of ["police", "health"]) file.approved(stage, officer("expert"));
    file.apply(WORKFLOW, [{ type: "RunStarted", run: 2 }]);
    file.at("reception").at("fee").at("police").at("health").at("fire");
    expect(file.application.current).toEqual(["police", "health", "fire"]);
  });

  it("closes its other tasks with a refusal, in the same write, and comes into motion", () => {
    const file = atGroup().at("police").at("health").at("fire");
    file.decided("police", officer("expert"), REFUSES);
    expect(openTasks(file.application)).toEqual([]);
    expect(file.application.tasks["fire"]?.decidedBy).toBeUndefined();
    expect(file.changes.at(-1)?.tasks.map(({ stage }) => stage)).toEqual([
      "police",
      "health",
      "fire",
    ]);
    expect(inMotion(file.application)).toBe(true);
  });

  it("closes every task when it is withdrawn, and keeps what was decided before", () => {
    const file = atGroup().at("police").at("fire").approved("police", officer("expert"));
    file.apply(APPLICANT, withdraw(file.case));
    const outcomes = ["police", "fire"].map((stage) => file.application.tasks[stage]?.outcome);
    expect(outcomes).toEqual(["Approved", "Withdrawn"]);
  });

  it("yields no licence while one opinion is missing", () => {
    const file = atGroup().at("police").at("health").at("fire");
    for (const stage of ["police", "health"]) file.approved(stage, officer("expert"));
    file.at("appraisal").approved("appraisal", officer("appraiser"));
    file.at("signing").approved("signing", officer("leader"));
    expect(isDue(file.case)).toBe(false);
  });

  it("replays to the very state", () => {
    const file = atGroup({ kind: "bar" }).at("health").at("police").at("fire");
    file.approved("fire", officer("expert")).decided("police", officer("expert"), REFUSES);
    expect(replay(ID, file.trail)).toEqual(file.application);
  });
});

describe("a call of the execution that is repeated late", () => {
  it("does not take the run back to a step behind it, which would leave its own unheard", () => {
    const file = atGroup().at("police");
    expect(arrive(file.case, { stage: "reception", run: 1 }, file.facts).kind).toBe("superseded");
  });

  it("finds its task again while the run stands there, with no second opening", () => {
    const file = atGroup().at("police").at("fire").at("police");
    expect(file.application.current).toEqual(["fire", "police"]);
    expect(file.trail.at(-1)?.body.type).toBe("StageEntered");
  });
});
