import type { Application } from "../../shared/application/application.ts";
import type { Rules } from "../../shared/application/case.ts";
import { LATENESS_REASONS, type LatenessReason } from "../../shared/application/lateness.ts";
import { formatDay, parseDay } from "../../shared/calendar/day.ts";
import { formatMoment } from "../../shared/calendar/moment.ts";
import type { WorkingCalendar } from "../../shared/calendar/working.ts";
import { type Explanation, explain } from "../../shared/clock/explain.ts";
import type { Mark } from "../../shared/clock/ledger.ts";
import { strip } from "../../shared/clock/strip.ts";
import { dateInWords, dayInWords, KIND_TEXTS } from "../../shared/clock/wording.ts";
import { limitInWords } from "../../shared/permit/duration.ts";
import { Problem } from "../../shared/problem.ts";
import { say } from "../../shared/text.ts";
import { http } from "../runtime.ts";
import { rulesFor, store } from "../wiring.ts";
import { readClock } from "./contracts/clock.ts";
import { loadOwn } from "./member.ts";

export const handler = http(readClock, async ({ params, query, caller, language }) => {
  const application = await loadOwn(store(), caller, params.application);
  const { ledger, limit } = application;
  if (!ledger || !limit) throw new Problem("wrong-state", { detail: NOT_STARTED });
  const rules = await rulesFor(application);
  const basis = application.limitBasis ?? rules.permit.clock.basis;
  const explanation = explain(ledger, limit, rules.calendar, basis);
  if (query.format === "svg") {
    const headers = { "content-type": "image/svg+xml; charset=utf-8" };
    return { status: 200, headers, body: strip(explanation, language) };
  }
  return { status: 200, body: inWords(application, explanation, rules, language) };
});

const NOT_STARTED = {
  en: "The statutory clock starts when the application is accepted as complete.",
  vi: "Thời hạn giải quyết được tính từ khi hồ sơ được tiếp nhận hợp lệ.",
};

function inWords(
  application: Application,
  explanation: Explanation,
  { calendar, permit }: Rules,
  language: string,
) {
  const at = (moment: number) => formatMoment(moment, calendar.zone);
  const { promisedDueAt, limitBasis, overdueAt, grantedBySilence, ledger, moved } = application;
  const promise = ledger?.marks.findLast((mark) => mark.kind === "rescheduled");
  const { act, article } = limitBasis ?? permit.clock.basis;
  return {
    ...(explanation.due !== undefined && { dueAt: at(explanation.due) }),
    ...(promisedDueAt !== undefined && { promisedDueAt: at(promisedDueAt) }),
    ...(moved && { moved: movedInWords(moved, calendar, language, at) }),
    ...(promise && { rescheduled: rescheduledInWords(promise, application, language, at) }),
    ...(overdueAt !== undefined && { overdueSince: at(overdueAt) }),
    ...(grantedBySilence && {
      silence: { effect: grantedBySilence.effect, since: at(grantedBySilence.at) },
    }),
    limit: say(limitInWords(explanation.limit), language),
    legalBasis: { act: say(act, language), ...(article && { article }) },
    counted: explanation.counted,
    unit: explanation.unit,
    intervals: explanation.intervals.map(({ from, to, ...interval }) => ({
      ...interval,
      from: at(from),
      ...(to !== undefined && { to: at(to) }),
    })),
    days: explanation.days.map((day) => ({
      date: day.date,
      verdict: day.verdict,
      counted: day.counted,
      sum: day.sum,
      text: dayInWords(day, explanation, language),
      ...(day.facts.source && { source: day.facts.source.title }),
    })),
    provisionalYears: explanation.provisional.map(({ year }) => year),
  };
}

function rescheduledInWords(
  { at: moment, to, reason }: Extract<Mark, { kind: "rescheduled" }>,
  { apologyText: text }: Application,
  language: string,
  at: (moment: number) => string,
) {
  const known = LATENESS_REASONS[reason as LatenessReason];
  const words = known ? say(known, language) : reason;
  return { at: at(moment), to, reason: words, ...(text !== undefined && { text }) };
}

function movedInWords(
  { at: moment, from, to, days }: NonNullable<Application["moved"]>,
  calendar: WorkingCalendar,
  language: string,
  at: (moment: number) => string,
) {
  const known = days
    .map(parseDay)
    .filter((day) => calendar.firstDay <= day && day <= calendar.lastDay);
  return {
    at: at(moment),
    ...(from !== undefined && { from: at(from) }),
    ...(to !== undefined && { to: at(to) }),
    days: known.map((day) => {
      const { title, source, kind } = calendar.factsOf(day);
      const words = [KIND_TEXTS[kind], ...(title ? [title] : [])].map((each) =>
        say(each, language),
      );
      return {
        date: formatDay(day),
        text: `${dateInWords(formatDay(day), language)}: ${words.join(", ")}`,
        ...(source && { source: source.title }),
      };
    }),
  };
}
