import { describe, expect, it } from "vitest";
import { moved } from "../../../../shared/application/commands/move.ts";
import { APPLICANT, Dossier, rules } from "../../../builders/application.ts";

const second = { ...rules.permit, version: 2 };
const third = { ...rules.permit, version: 3 };

/** The applicant does something, and the draft moves with it. */
const goesOn = (file: Dossier, current: typeof second | undefined) =>
  file.apply(APPLICANT, moved(file.case, current).events).application;

describe("a draft", () => {
  it("goes over to the newest version, and remembers the one that it was begun by", () => {
    const file = new Dossier();
    expect(goesOn(file, second)).toMatchObject({ permitVersion: 2, movedFrom: 1 });
    expect(goesOn(file, third)).toMatchObject({ permitVersion: 3, movedFrom: 1 });
    expect(moved(file.case, third).events).toEqual([]);
  });

  it("is decided upon by the version that it goes over to", () => {
    const file = new Dossier();
    expect(moved(file.case, second).kase.permit).toBe(second);
    expect(moved(file.case, rules.permit).kase.permit).toBe(rules.permit);
  });

  it("stays where it is when its permit is closed", () => {
    expect(goesOn(new Dossier(), undefined).permitVersion).toBe(1);
  });
});

describe("what was submitted", () => {
  it("stays with its own version to the end, and forgets where its draft came from", () => {
    const file = new Dossier();
    goesOn(file, second);
    file.submitted();
    expect(file.application).not.toHaveProperty("movedFrom");
    expect(goesOn(file, third).permitVersion).toBe(2);
  });
});
