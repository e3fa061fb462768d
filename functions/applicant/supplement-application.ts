import { type Case, factsOf } from "../../shared/application/case.ts";
import { renewalFacts } from "../../shared/application/commands/renew.ts";
import { supplement } from "../../shared/application/commands/supplement.ts";
import { type Fault, Problem } from "../../shared/problem.ts";
import { put } from "../../shared/store/client.ts";
import * as keys from "../../shared/store/keys.ts";
import { http } from "../runtime.ts";
import { store } from "../wiring.ts";
import { commandOfMember, type MemberDecision } from "./command.ts";
import { contentFaults, contentsOf } from "./contents.ts";
import { supplementApplication } from "./contracts/filing.ts";
import { openRequest, viewOf } from "./view.ts";

export const handler = http(supplementApplication, (request) =>
  commandOfMember(request, supplementing, (application, rules) => ({
    status: 201,
    body: viewOf(application, rules, request.language),
  })),
);

async function supplementing(kase: Case): Promise<MemberDecision> {
  const { application } = kase;
  const trail = await store().applications.trail(application.id);
  const open = openRequest(application, kase, trail);
  if (!open) throw new Problem("wrong-state");
  const contents = await contentsOf(store(), kase);
  const given = contents.documents.filter(
    ({ status, addedAfter }) => status === "clean" && addedAfter >= open.seq,
  );
  const missing = open.request.documents.filter(
    (kind) => !given.some((document) => document.kind === kind),
  );
  const faults = [...contentFaults(kase, contents), ...missing.map(notSupplied)];
  if (faults.length > 0) throw new Problem("validation-failed", { faults });
  const documents = given.map(({ id }) => id);
  const facts = { ...factsOf(kase, application, contents.answers), ...renewalFacts(kase) };
  const { answers, digest } = contents;
  return {
    events: supplement(kase, { facts, answers: digest, documents }),
    beside: [{ write: put({ ...keys.answers(application.id), answers, digest }) }],
  };
}

function notSupplied(kind: string): Fault {
  return {
    pointer: `/documents/${kind}`,
    code: "document-asked",
    detail: {
      en: "This document was asked for and has not been supplied since.",
      vi: "Tài liệu này được yêu cầu bổ sung nhưng chưa nộp.",
    },
  };
}
