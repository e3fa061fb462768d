import { isFinal } from "../../shared/application/event.ts";
import { formatMoment } from "../../shared/calendar/moment.ts";
import { Problem } from "../../shared/problem.ts";
import { keys } from "../../shared/store/table.ts";
import { http } from "../runtime.ts";
import { jurisdiction, store } from "../wiring.ts";
import { lookUpDossier } from "./contracts.ts";

export const handler = http(lookUpDossier, async ({ params: { dossier } }) => {
  const item = await store().table.get(keys.dossier(dossier));
  const application = item && (await store().applications.load(String(item["application"])));
  if (!application) throw new Problem("not-found");
  const { calendar } = await jurisdiction(application.authority);
  const completed = isFinal(application.phase);
  const { dueAt } = application;
  return {
    status: 200,
    body: {
      dossier,
      completed,
      ...(!completed && dueAt !== undefined && { dueAt: formatMoment(dueAt, calendar.zone) }),
    },
  };
});
