/** What the stages may take adds up to no more than the law gives, in every case that it distinguishes. */
import type { Limit } from "../../shared/clock/limit.ts";
import type { PermitDefinition, Stage } from "../../shared/permit/permit.ts";
import type { DefinitionFault, Rule } from "./rule.ts";
import { placed } from "./rule.ts";

export const statutoryLimit: Rule = (definition) => {
  const { clock } = definition;
  const limits = [
    { limit: clock.limit, path: "clock.limit" },
    ...(clock.cases ?? []).map(({ limit }, index) => ({
      limit,
      path: `clock.cases[${index}].limit`,
    })),
  ];
  const counted = countedSteps(definition).map(longest);
  const needed = counted.reduce((sum, days) => sum + days, 0);
  return limits.flatMap(({ limit, path }): DefinitionFault[] => {
    const given = atLeastWorkingDays(limit);
    if (needed <= given + 1e-9) return [];
    return [
      {
        path,
        fault: `the stages after acceptance may take ${round(needed)} working days, and the law gives ${round(given)}`,
        remedy: "Shorten the limits of the stages, or let more of them run in parallel.",
      },
    ];
  });
};

/** The steps that the statutory clock runs through: those after acceptance, without a paused payment. */
function countedSteps(definition: PermitDefinition): (readonly Stage[])[] {
  const acceptance =
    placed(definition).find(({ stage }) => stage.kind === "review" && stage.accepts)?.step ?? -1;
  return definition.stages
    .slice(acceptance + 1)
    .map((step) => (step.kind === "parallel" ? step.stages : [step]))
    .filter(([stage]) => !(stage?.kind === "pay" && definition.clock.onPayment === "pause"));
}

const longest = (stages: readonly Stage[]): number =>
  Math.max(
    0,
    ...stages.map((stage) =>
      "limit" in stage && stage.limit ? atMostWorkingDays(stage.limit) : 0,
    ),
  );

/** A working day has eight working hours (Labour Code 2019, article 105), a week five working days. */
const HOURS_A_DAY = 8;

/** The most working days that a limit can hold: every day it names may be one. */
export function atMostWorkingDays({ amount, unit }: Limit): number {
  switch (unit) {
    case "hours":
      return amount / 24;
    case "workingHours":
      return amount / HOURS_A_DAY;
    case "workingDays":
      return amount;
    case "calendarDays":
      return 5 * Math.floor(amount / 7) + Math.min(amount % 7, 5);
    case "months":
      return amount * 23;
  }
}

/** The fewest working days that a limit can hold, holidays left aside: they lengthen both sides alike. */
export function atLeastWorkingDays({ amount, unit }: Limit): number {
  switch (unit) {
    case "calendarDays":
      return 5 * Math.floor(amount / 7) + Math.max((amount % 7) - 2, 0);
    case "months":
      return amount * 20;
    default:
      return atMostWorkingDays({ amount, unit });
  }
}

const round = (days: number): number => Math.round(days * 100) / 100;
