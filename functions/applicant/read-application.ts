import { http } from "../runtime.ts";
import { rulesFor, store } from "../wiring.ts";
import { contentsOf } from "./contents.ts";
import { readApplication } from "./contracts.ts";
import { loadOwn } from "./member.ts";
import { documentView, viewOf } from "./view.ts";

export const handler = http(readApplication, async ({ params, caller, language }) => {
  const { application: id } = params;
  const application = await loadOwn(store(), caller, id);
  const tells = application.phase === "supplement" || application.phase === "refused";
  const rules = await rulesFor(application);
  const [{ answers, documents }, trail] = await Promise.all([
    contentsOf(store(), { ...rules, application }),
    tells ? store().applications.trail(id) : [],
  ]);
  return {
    status: 200,
    body: {
      ...viewOf(application, rules, language, trail),
      answers,
      documents: documents.map(documentView),
    },
  };
});
