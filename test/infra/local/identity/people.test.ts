import { expect, test } from "vitest";
import { demoAuthorities } from "../../../../infra/local/demo.ts";
import { PEOPLE, peopleOf } from "../../../../infra/local/identity/people.ts";

test("nobody shares an id or a subject", () => {
  expect(new Set(PEOPLE.map(({ id }) => id)).size).toBe(PEOPLE.length);
  expect(new Set(PEOPLE.map(({ sub }) => sub)).size).toBe(PEOPLE.length);
});

test("every person's subject is a random UUID", () => {
  for (const { sub } of [...peopleOf("applicants"), ...peopleOf("officers")]) {
    expect(sub).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

test("no mail to them can leave for a real address", () => {
  for (const { email } of [...peopleOf("applicants"), ...peopleOf("officers")]) {
    expect(email).toMatch(/\.example$/);
  }
});

test("every officer is called by their place and role, and has a seat in an authority", async () => {
  const seated = (await demoAuthorities()).flatMap(({ appointments, units }) =>
    appointments.map(({ id, role, unit }) => {
      expect(units.map((each) => each.id)).toContain(unit);
      expect(id.endsWith(`-${role}`)).toBe(true);
      return id;
    }),
  );
  expect(seated.sort()).toEqual(
    peopleOf("officers")
      .map(({ id }) => id)
      .sort(),
  );
});
