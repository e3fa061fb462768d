/** Files an application for any permit, and what its people see of it. */
import { exampleFiling } from "../../infra/local/example-filings.ts";
import { inspected, newKey, upload } from "./dossier.ts";
import type { Person, Reply } from "./people.ts";

export interface Filing {
  readonly permit: string;
  readonly authority: string;
  readonly place: string;
  readonly answers: object;
  readonly documents?: readonly string[];
}

/** A draft with its documents. @returns its id */
export async function drafted(person: Person, { documents = [], ...body }: Filing) {
  const created = await person.post("/applications", body, newKey());
  if (created.status !== 201) throw new Error(JSON.stringify(created.body));
  const { id } = created.body;
  for (const kind of documents) await inspected(person, id, await upload(person, id, kind));
  return id as string;
}

export function submission(person: Person, id: string): Promise<Reply> {
  return person.post(`/applications/${id}/submission`, undefined, newKey());
}

/** @returns the application as it was answered when it was submitted */
export async function filed(person: Person, filing: Filing) {
  const reply = await submission(person, await drafted(person, filing));
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body;
}

/** Moves the platform's clock, and with it everything that falls due. */
export async function later(url: string, days: number): Promise<void> {
  await fetch(`${url}/clock?by=${days * 86_400_000}`, { method: "POST" });
}

export async function momentAt(url: string): Promise<number> {
  const { now } = (await (await fetch(`${url}/clock`)).json()) as { now: string };
  return Date.parse(now);
}

/** How each stage stands with the applicant, by its id. */
export async function stagesOf(person: Person, id: string) {
  const { body } = await person.get(`/applications/${id}`);
  return Object.fromEntries(
    body.stages.map((each: { stage: string }) => [each.stage, each]),
  ) as Record<string, { outcome?: string; as?: string; unit?: string }>;
}

/** Whether an officer has a task of an application before them. */
export async function holds(officer: Person, id: string): Promise<boolean> {
  const { body } = await officer.get("/tasks?limit=100");
  return body.tasks.some(({ application }: { application: string }) => application === id);
}

/** Notice of an evening on a day, in Cambridge. */
export function notice(day: string): Filing {
  const { answers, ...filing } = exampleFiling("temporary-event-notice");
  const event = { ...answers.event, firstDay: day, lastDay: day };
  return { ...filing, answers: { ...answers, event } };
}
