import { http } from "../runtime.ts";
import { clock, rulesFor, store } from "../wiring.ts";
import { contentsOf } from "./contents.ts";
import { readApplication } from "./contracts/drafts.ts";
import { feeLines } from "./fee-lines.ts";
import { loadOwn } from "./member.ts";
import { changeView } from "./moving.ts";
import { documentView, viewOf } from "./view.ts";

export const handler = http(readApplication, async ({ params, caller, language }) => {
  const { application: id } = params;
  const application = await loadOwn(store(), caller, id);
  const tells = application.phase === "supplement" || application.phase === "refused";
  const rules = await rulesFor(application);
  const kase = { ...rules, application, now: clock.now() };
  const [contents, trail] = await Promise.all([
    contentsOf(store(), kase),
    tells ? store().applications.trail(id) : [],
  ]);
  return {
    status: 200,
    body: {
      ...viewOf(application, rules, language, trail),
      answers: contents.answers as Record<string, unknown>,
      documents: contents.documents.map(documentView),
      feeLines: feeLines(kase, contents.answers, language),
      change: changeView(kase, contents, language),
    },
  };
});
