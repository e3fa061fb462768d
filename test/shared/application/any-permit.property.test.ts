import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agenda, dueEvent, nextMoment } from "../../../shared/application/agenda.ts";
import { inMotion, openTasks } from "../../../shared/application/application.ts";
import { replay, wakeOf } from "../../../shared/application/change.ts";
import { supplement } from "../../../shared/application/commands/supplement.ts";
import { withdraw } from "../../../shared/application/commands/withdraw.ts";
import { isFinal } from "../../../shared/application/event.ts";
import { checkChain } from "../../../shared/audit/chain.ts";
import { clockState } from "../../../shared/clock/ledger.ts";
import { isDue } from "../../../shared/licence/compose.ts";
import type { Permit } from "../../../shared/permit/permit.ts";
import { findStage, groupOf, isHuman, stagesOf } from "../../../shared/permit/stages.ts";
import { Problem } from "../../../shared/problem.ts";
import { PermitDefinitionError } from "../../../workflows/define-permit.ts";
import { APPLICANT, Dossier, ID, officer, rulesOf, WORKFLOW } from "../../builders/application.ts";
import { definitions } from "../../builders/definitions.ts";
import { innAnswers } from "../../builders/grouped.ts";

const HOUR = 3_600_000;
const CLOCK = { kind: "platform", part: "clock" } as const;

/** One thing that somebody tries: who is meant is drawn as a number, whatever the permit's stages. */
const tries = fc.array(
  fc.record({
    what: fc.constantFrom(
      "arrive",
      "arrive",
      "arrive",
      "approve",
      "approve",
      "approve",
      "refuse",
      "ask",
      "supplement",
      "pay",
      "pay",
      "pay wrongly",
      "withdraw",
      "die",
      "wait",
    ),
    whom: fc.nat(30),
    hours: fc.integer({ min: 0, max: 24 * 20 }),
  }),
  { minLength: 15, maxLength: 80 },
);

type Try = typeof tries extends fc.Arbitrary<(infer Each)[]> ? Each : never;

function attempt(file: Dossier, { what, whom, hours }: Try): unknown {
  const { permit } = file.law;
  const stages = stagesOf(permit).flatMap(({ id }) => [id, `${id}-supplement`]);
  const standing = openTasks(file.application).map(({ stage }) => stage);
  const any = stages[whom % stages.length] ?? "";
  // Mostly what is really before somebody, so that files get far; at times anything at all.
  const stage = whom % 5 === 0 ? any : (standing[whom % Math.max(standing.length, 1)] ?? any);
  const who = officer("role", `officer-${whom % 7}`);
  switch (what) {
    case "arrive":
      return file.at(whom % 4 === 0 ? any : nextArrival(file, whom));
    case "approve":
      return file.approved(stage, who);
    case "refuse":
      return file.decided(stage, who, { outcome: "refuse", reasons: ["unfit"] });
    case "ask":
      return file.decided(stage, who, {
        outcome: "supplement",
        reasons: [],
        fields: [],
        documents: ["plan"],
        text: "?",
      });
    case "supplement":
      return file.apply(APPLICANT, supplement(file.case, file.handedIn));
    case "pay":
      return file.paid({ ...file.application.fee, id: `checkout-${whom % 2}` });
    case "pay wrongly":
      return file.paid({ amount: 7 });
    case "withdraw":
      return whom % 4 === 0 && file.apply(APPLICANT, withdraw(file.case));
    case "die":
      return file.apply(WORKFLOW, [{ type: "RunStarted", run: file.application.run + 1 }]);
    case "wait":
      return sweep(file, hours * HOUR);
  }
}

/** Where an execution may come to next: a stage not approved yet, one of the first few. */
function nextArrival({ application, law }: Dossier, whom: number): string {
  const owed = Object.values(application.tasks).find(
    ({ stage, outcome }) => stage.endsWith("-supplement") && outcome === undefined,
  );
  if (owed) return owed.stage;
  const left = stagesOf(law.permit).filter(
    ({ id }) => application.tasks[id]?.outcome !== "Approved",
  );
  return left[whom % Math.min(3, left.length || 1)]?.id ?? "issue";
}

function sweep(file: Dossier, by: number): void {
  file.now += by;
  for (let event = dueEvent(file.case); event; event = dueEvent(file.case)) {
    file.apply(CLOCK, [event]);
  }
}

/** A file of an arbitrary permit, of which the proof accepts most. */
function fileOf(definition: Parameters<typeof rulesOf>[0]): Dossier {
  try {
    return new Dossier(rulesOf(definition), innAnswers()).submitted();
  } catch (error) {
    if (!(error instanceof PermitDefinitionError)) throw error;
    fc.pre(false);
    throw error;
  }
}

/** What must hold of a file after whatever happened to it. */
function holds(file: Dossier, before: Dossier["application"]): void {
  const { application, law } = file;
  const seen = { ...law, application };
  if (isFinal(before.phase)) expect(application.phase).toBe(before.phase);
  if (isFinal(application.phase)) {
    expect(openTasks(application)).toEqual([]);
    expect(agenda(seen)).toEqual([]);
    if (application.ledger) expect(clockState(application.ledger)).toBe("ended");
  }
  if (application.ledger && clockState(application.ledger) === "stopped") {
    // A clock that stands still has no date, unless that was missed before it stopped.
    expect(application.dueAt ?? 0).toBeLessThanOrEqual(application.ledger.marks.at(-1)?.at ?? 0);
  }
  const next = nextMoment(seen);
  expect(next).toBe(
    agenda(seen).length > 0 ? Math.min(...agenda(seen).map(({ at }) => at)) : undefined,
  );
  const wake = wakeOf(application, next, 1000);
  expect(wake?.kind).toBe(
    inMotion(application) ? "redrive" : next === undefined ? undefined : "due",
  );
  const { phase, seq } = application;
  // Whatever is neither moving nor ended waits for somebody who can see that it does.
  if (phase !== "draft" && application.closedAt === undefined && !inMotion(application)) {
    expect({ seq, open: openTasks(application).length }).not.toEqual({ seq, open: 0 });
  }
}

/** The stages of the group that the run came to last, in which it has arrived since the run began. */
function arrivedBeside(file: Dossier): string[] {
  const since = file.trail.findLastIndex(({ body }) => body.type === "RunStarted");
  const arrived = file.trail
    .slice(since + 1)
    .flatMap(({ body }) =>
      body.type === "StageOpened" || body.type === "StageEntered" || body.type === "StageSkipped"
        ? [body.stage]
        : [],
    );
  const group = groupOf(file.law.permit, arrived.at(-1) ?? "");
  return group ? arrived.filter((id) => group.stages.some((stage) => stage.id === id)) : [];
}

function decidedOnce(file: Dossier): void {
  const decided = file.trail.flatMap(({ body }) =>
    body.type === "Decided" || body.type === "SupplementAsked"
      ? [`${body.stage}#${body.round}`]
      : [],
  );
  expect(new Set(decided).size).toBe(decided.length);
}

function dueRightly(file: Dossier, permit: Permit): void {
  if (!isDue(file.case)) return;
  const { tasks, paid, fee } = file.application;
  if ((fee?.amount ?? 0) > 0) {
    expect([paid?.amount, paid?.currency]).toEqual([fee?.amount, fee?.currency]);
  }
  for (const { id } of stagesOf(permit)) {
    const stage = findStage(permit, id);
    if (stage && isHuman(stage)) expect(tasks[id]?.outcome).toBe("Approved");
  }
}

describe("any permit, and whatever anybody tries with it", () => {
  it("keeps what must always hold, and replays to the very state", () => {
    const reached = { due: 0, final: 0 };
    fc.assert(
      fc.property(definitions, tries, (definition, order) => {
        const file = fileOf(definition);
        for (const each of order) {
          const before = file.application;
          try {
            attempt(file, each);
          } catch (error) {
            // A problem of the caller's, or a call that no execution would make.
            if (!(error instanceof Problem || error instanceof Error)) throw error;
            expect(error).not.toBeInstanceOf(TypeError);
            expect(file.application).toBe(before);
          }
          holds(file, before);
          if (!isFinal(file.application.phase)) {
            expect(file.application.current).toEqual(expect.arrayContaining(arrivedBeside(file)));
          }
          dueRightly(file, file.law.permit);
        }
        if (isDue(file.case)) reached.due++;
        if (isFinal(file.application.phase)) reached.final++;
        decidedOnce(file);
        expect(checkChain(file.trail).whole).toBe(true);
        expect(replay(ID, file.trail)).toEqual(file.application);
      }),
      { numRuns: 600 },
    );
    // Else it would hold of files that never came anywhere.
    expect(reached.final).toBeGreaterThan(100);
    expect(reached.due).toBeGreaterThan(5);
  });
});
