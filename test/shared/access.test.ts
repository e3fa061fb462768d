import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../functions/manifest.ts";
import { ACCESS, appointmentFor, HEAD_ROLE } from "../../shared/access.ts";
import { type Appointment, inForce } from "../../shared/authority/authority.ts";
import { Dossier, MONDAY_NINE, officer } from "../builders/application.ts";

const { application } = new Dossier()
  .submitted()
  .at("reception")
  .approved("reception", officer("reception"))
  .at("fee")
  .paid()
  .at("appraisal");
const task = application.tasks["appraisal"];

const appointment = (changes: Partial<Appointment> = {}): Appointment => ({
  id: "a",
  authority: application.authority,
  person: "thu",
  name: "Thu",
  unit: task?.unit ?? "",
  role: task?.role ?? "",
  from: MONDAY_NINE - 1000,
  ...changes,
});
const admits = (who: "role" | "head" | "unit" | "authority", changes: Partial<Appointment>) =>
  appointmentFor(who, application, task, [appointment(changes)], MONDAY_NINE) !== undefined;

describe("who may do what", () => {
  it("is said of every function, and of nothing else", () => {
    expect(FUNCTIONS.map(({ name }) => name).sort()).toEqual(Object.keys(ACCESS).sort());
  });

  it("lets nobody decide but the very role and unit that the task waits for", () => {
    expect(ACCESS["decide-task"]).toBe("role");
    expect(admits("role", {})).toBe(true);
    expect(admits("role", { role: HEAD_ROLE })).toBe(false);
    expect(admits("role", { unit: "ubnd-hoi-an" })).toBe(false);
  });

  it("lets the head of the unit give its tasks to others, and no other head", () => {
    expect(admits("head", { role: HEAD_ROLE })).toBe(true);
    expect(admits("head", {})).toBe(false);
    expect(admits("head", { role: HEAD_ROLE, unit: "ubnd-hoi-an" })).toBe(false);
  });

  it("lets a unit read what it has or had, and no other unit", () => {
    expect(admits("unit", { role: "anything" })).toBe(true);
    expect(admits("unit", { unit: "ubnd-hoi-an" })).toBe(false);
  });

  it("lets any officer of the authority read the trail, and none of another", () => {
    expect(admits("authority", { unit: "ubnd-hoi-an" })).toBe(true);
    expect(admits("authority", { authority: "another" })).toBe(false);
  });

  it("knows no task that has no unit, so none of an applicant's can be an officer's", () => {
    const fee = application.tasks["fee"];
    const anybody = [appointment(), appointment({ role: HEAD_ROLE })];
    expect(appointmentFor("role", application, fee, anybody, MONDAY_NINE)).toBeUndefined();
    expect(appointmentFor("head", application, undefined, anybody, MONDAY_NINE)).toBeUndefined();
  });

  it("holds from the first moment of an appointment up to, and without, its last", () => {
    const [from, to] = [MONDAY_NINE, MONDAY_NINE + 10];
    const held = (now: number) =>
      appointmentFor("role", application, task, [appointment({ from, to })], now) !== undefined;
    expect([from - 1, from, to - 1, to].map(held)).toEqual([false, true, true, false]);
  });

  it("never rests on an appointment that is not in force, nor on another authority's", () => {
    const arbitrary = fc.record({
      authority: fc.constantFrom(application.authority, "another"),
      unit: fc.constantFrom(task?.unit ?? "", "ubnd-hoi-an"),
      role: fc.constantFrom(task?.role ?? "", HEAD_ROLE, "reception"),
      from: fc.integer({ min: -5, max: 5 }).map((by) => MONDAY_NINE + by),
      to: fc.option(
        fc.integer({ min: -5, max: 5 }).map((by) => MONDAY_NINE + by),
        { nil: undefined },
      ),
    });
    const who = fc.constantFrom("role", "head", "unit", "authority");
    fc.assert(
      fc.property(fc.array(arbitrary), who, (rows, whom) => {
        const held = rows.map(({ to, ...row }) => appointment({ ...row, ...(to && { to }) }));
        const found = appointmentFor(whom, application, task, held, MONDAY_NINE);
        if (!found) return;
        expect(inForce(found, MONDAY_NINE)).toBe(true);
        expect(found.authority).toBe(application.authority);
        if (whom === "role") expect([found.unit, found.role]).toEqual([task?.unit, task?.role]);
      }),
    );
  });
});
