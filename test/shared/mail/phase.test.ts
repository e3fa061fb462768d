import { describe, expect, it } from "vitest";
import { PHASES } from "../../../shared/application/event.ts";
import { formatMoment } from "../../../shared/calendar/moment.ts";
import { phaseMail } from "../../../shared/mail/phase.ts";
import type { ReviewStage } from "../../../shared/permit/permit.ts";
import { APPLICANT, Dossier, officer, rules, rulesOf } from "../../builders/application.ts";
import {
  appraisal,
  definition,
  fee,
  issue,
  reception,
  signing,
} from "../../builders/definition.ts";
import { innAnswers, threeRooms } from "../../builders/grouped.ts";

const mail = (file: Dossier, language = "en") =>
  phaseMail(
    { seq: file.application.seq, phase: file.application.phase, party: "party", language },
    file.application,
    file.law,
  );
const supplement = {
  rounds: 1,
  limit: { amount: 5, unit: "calendarDays", binds: "applicant" },
} as const;
const ask = {
  outcome: "supplement",
  reasons: [],
  fields: [],
  documents: ["plan"],
  text: "?",
} as const;

describe("the mail on a change of phase", () => {
  it("tells of the dossier in the applicant's language", () => {
    const file = new Dossier().submitted();
    expect(mail(file).subject).toBe("H47.21-261005-0001: received");
    expect(mail(file, "vi").subject).toBe("H47.21-261005-0001: đã tiếp nhận hồ sơ nộp");
  });

  it("names the promised date by the authority's own clock", () => {
    const file = new Dossier().submitted().at("reception");
    file.approved("reception", officer("reception")).at("fee");
    const promised = formatMoment(file.application.promisedDueAt ?? 0, rules.calendar.zone);
    expect(mail(file).text).toContain(promised);
  });

  it("names the date of the supplement that is asked for now, not of one before it", () => {
    const law = rulesOf(
      definition({
        stages: [
          { ...reception, supplement } as ReviewStage,
          fee,
          { ...appraisal, supplement } as ReviewStage,
          signing,
          issue,
        ],
      }),
    );
    const file = new Dossier(law, innAnswers()).submitted().at("reception");
    file.decided("reception", officer("clerk"), ask);
    file.apply(APPLICANT, [
      { type: "Supplemented", stage: "reception", round: 1, answers: "", documents: [] },
    ]);
    file.at("reception").approved("reception", officer("clerk")).at("fee").paid(threeRooms);
    file.now += 3 * 86_400_000;
    file.at("appraisal").decided("appraisal", officer("appraiser"), ask);
    const dueAt = file.application.tasks["appraisal-supplement"]?.dueAt ?? 0;
    expect(mail(file).text).toContain(formatMoment(dueAt, law.calendar.zone));
  });

  it.each(PHASES.filter((phase) => phase !== "draft"))(
    "%s leaves no placeholder and quotes no answer, in either language",
    (phase) => {
      const { application, law } = new Dossier().due();
      for (const language of ["en", "vi"]) {
        const owed = { seq: 1, phase, party: "party", language };
        const { subject, text } = phaseMail(owed, application, law);
        expect(`${subject} ${text}`).not.toMatch(/[{}]|undefined|Nguyễn|4000123457/);
      }
    },
  );
});
