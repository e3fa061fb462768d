import { describe, expect, it } from "vitest";
import { assign, claim, release } from "../../../../shared/application/commands/task.ts";
import { APPLICANT, Dossier, officer } from "../../../builders/application.ts";
import { refusalOf } from "../refusal.ts";

const round = { stage: "reception", round: 1 };
const thu = { ...round, officer: "thu" };
const lien = { ...round, officer: "lien" };

/** A task that nobody has, or somebody. */
function task(claimedBy?: string): Dossier {
  const file = new Dossier().submitted().at("reception");
  if (claimedBy === undefined) return file;
  const claimed = claim(file.case, { ...round, officer: claimedBy });
  return file.apply(officer("reception", claimedBy), claimed);
}

describe("who works on a task", () => {
  it("takes one that nobody has", () => {
    expect(task("thu").application.tasks["reception"]?.claimedBy).toBe("thu");
  });

  it("takes none from another", () => {
    expect(refusalOf(() => claim(task("thu").case, lien)).code).toBe("task-claimed");
  });

  it("changes nothing by taking one's own again, or giving back what nobody has", () => {
    expect(claim(task("thu").case, thu)).toEqual([]);
    expect(release(task().case, thu)).toEqual([]);
  });

  it("gives back one's own and nobody else's", () => {
    const file = task("thu");
    expect(refusalOf(() => release(file.case, lien)).code).toBe("task-claimed");
    file.apply(officer("reception", "thu"), release(file.case, thu));
    expect(file.application.tasks["reception"]).not.toHaveProperty("claimedBy");
  });

  it("is given to another by the head, also away from who has it", () => {
    const file = task("thu");
    file.apply(officer("head"), assign(file.case, { ...round, to: "lien" }));
    expect(file.application.tasks["reception"]?.claimedBy).toBe("lien");
    expect(assign(file.case, { ...round, to: "lien" })).toEqual([]);
  });

  it.each([
    ["claim", claim],
    ["release", release],
    ["assign", (kase: Dossier["case"]) => assign(kase, { ...round, to: "x" })],
  ])("cannot %s what is decided, nor what the file's end has closed", (_, command) => {
    const decided = task().approved("reception", officer("reception"));
    const closed = task().apply(APPLICANT, [{ type: "Withdrawn" }]);
    for (const { case: kase } of [decided, closed]) {
      expect(refusalOf(() => command(kase, thu)).code).toBe("task-decided");
    }
  });
});
