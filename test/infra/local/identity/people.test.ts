import { expect, test } from "vitest";
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

test("each of two communes has a clerk, an appraiser, a head and a leader", () => {
  const offices = ["reception", "appraiser", "head", "leader"];
  expect(peopleOf("officers").map(({ id }) => id)).toEqual([
    ...offices.map((office) => `dienban-${office}`),
    ...offices.map((office) => `hoian-${office}`),
  ]);
});
