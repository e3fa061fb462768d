import { HEAD_ROLE } from "../../shared/access.ts";
import { isBarred } from "../../shared/application/barred.ts";
import type { Case } from "../../shared/application/case.ts";
import { possibleDecisions } from "../../shared/application/commands/decide.ts";
import { inForce } from "../../shared/authority/authority.ts";
import { findStage, isHuman } from "../../shared/permit/stages.ts";
import { Problem } from "../../shared/problem.ts";
import { say } from "../../shared/text.ts";
import { carryOut } from "../command.ts";
import { http } from "../runtime.ts";
import { taskOf } from "../schemas.ts";
import { clock, rulesFor, store, world } from "../wiring.ts";
import { admitOfficer } from "./admission.ts";
import { readTask } from "./contracts.ts";
import { entryView } from "./view.ts";

export const handler = http(readTask, async ({ params, caller, language }) => {
  const { application: id, stage: stageId, round } = taskOf(params.task);
  let role = "";
  const application = await carryOut(world(), id, async ({ application, now }) => {
    const task = application.tasks[stageId];
    if (!task?.unit || round > task.round) throw new Problem("not-found");
    const about = { application, task, now };
    const { actor, appointment, held } = await admitOfficer(store(), caller, "read-task", about);
    role = appointment.role;
    return { actor, events: [{ type: "FileRead", what: "dossier" }], beside: [held] };
  });
  const rules = await rulesFor(application);
  const now = clock.now();
  const [answers, documents, party, officers] = await Promise.all([
    store().applications.answers(id),
    store().documents.all(id),
    store().people.party(application.party),
    role === HEAD_ROLE ? assignable({ ...rules, application }, stageId) : [],
  ]);
  const task = application.tasks[stageId];
  const stage = findStage(rules.permit, stageId);
  if (!task?.unit || !task.role || !stage || !isHuman(stage)) throw new Problem("not-found");
  const { dossier = "", permit, permitVersion } = application;
  const entry = { ...task, application: id, dossier, permit, permitVersion };
  return {
    status: 200,
    body: {
      ...entryView(entry, { unit: task.unit, role: task.role }, rules.calendar, language),
      ...(task.outcome && { outcome: task.outcome }),
      party: { kind: party?.kind, name: party?.name, taxId: party?.taxId },
      answers: answers?.answers ?? {},
      documents: documents
        .filter(({ status }) => status === "clean")
        .map(({ id, kind, fileName, mediaType, size, digest }) => ({
          id,
          kind,
          fileName,
          mediaType,
          size,
          digest,
        })),
      kind: stage.kind,
      decisions: task.outcome ? [] : possibleDecisions({ ...rules, application, now }, stage, task),
      refusals: stage.refusals.map(({ code, title }) => ({ code, title: say(title, language) })),
      checklist:
        stage.kind === "inspect"
          ? stage.checklist.map(({ id, title }) => ({ item: id, title: say(title, language) }))
          : [],
      officers,
    },
  };
});

async function assignable(kase: Pick<Case, "application" | "permit">, stage: string) {
  const { authority, tasks } = kase.application;
  const { unit, role } = tasks[stage] ?? {};
  if (!unit || !role) return [];
  const officers = await store().authorities.officers(authority, unit, role);
  return officers
    .filter((each) => inForce(each, clock.now()) && !isBarred(kase, stage, each.person))
    .map(({ person, name }) => ({ person, name }));
}
