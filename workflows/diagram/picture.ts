/** What a permit's diagram shows, before anyone draws it: one line down, exits to the side. */
import { limitInWords } from "../../shared/permit/duration.ts";
import { conditionInWords } from "../../shared/permit/fact-label.ts";
import type { ParallelGroup, Permit, Stage } from "../../shared/permit/permit.ts";
import {
  isHuman,
  type ON_DEADLINE,
  onDeadlineOf,
  outcomesOf,
  type StageOutcome,
  supplementStageOf,
} from "../../shared/permit/stages.ts";
import { fill, say, type Text } from "../../shared/text.ts";

/** One stage as a box. */
export interface Box {
  readonly id: string;
  readonly title: string;
  /** Who acts, how long, under which condition, what silence means: a line each. */
  readonly notes: readonly string[];
}

/** A step of the straight line: one box, or several side by side. */
export interface Row {
  readonly id: string;
  /** The title of a group; absent for a single stage. */
  readonly title?: string;
  readonly boxes: readonly Box[];
  /** The way back through the applicant, where the stage may ask for a supplement. */
  readonly supplement?: Box & { readonly exits: readonly string[] };
  /** In words: refused, withdrawn, out of time. Empty for the last row. */
  readonly exits: readonly string[];
}

export interface Picture {
  readonly title: string;
  readonly start: string;
  readonly closed: string;
  readonly issued: string;
  readonly asks: string;
  readonly given: string;
  readonly rows: readonly Row[];
}

const WORDS = {
  start: { en: "Submitted", vi: "Nộp hồ sơ" },
  closed: { en: "Closed", vi: "Kết thúc" },
  issued: { en: "Licence issued", vi: "Đã cấp giấy phép" },
  asks: { en: "asks", vi: "yêu cầu" },
  given: { en: "given", vi: "đã bổ sung" },
} as const satisfies Record<string, Text>;

const NOTES = {
  applicant: { en: "Applicant", vi: "Người nộp hồ sơ" },
  within: { en: "within {limit}", vi: "trong {limit}" },
  onlyIf: { en: "only if {condition}", vi: "chỉ khi {condition}" },
  rounds: { en: "at most {rounds} times", vi: "tối đa {rounds} lần" },
  once: { en: "once", vi: "một lần" },
} as const satisfies Record<string, Text>;

const EXITS = {
  Refused: { en: "refused", vi: "từ chối" },
  Withdrawn: { en: "withdrawn", vi: "rút hồ sơ" },
  DeadlinePassed: { en: "out of time", vi: "quá hạn" },
} as const satisfies Record<string, Text>;

const SILENCE = {
  escalate: undefined,
  deemedApproved: { en: "silence approves", vi: "im lặng là chấp thuận" },
  deemedRefused: { en: "silence refuses", vi: "im lặng là từ chối" },
  deemedConsent: { en: "silence is consent", vi: "im lặng là đồng ý" },
  lapse: { en: "silence closes the file", vi: "im lặng thì kết thúc hồ sơ" },
  return: { en: "silence returns the file as it is", vi: "im lặng thì hồ sơ được xét như hiện có" },
  mayProceed: { en: "then the applicant may begin", vi: "quá hạn thì được bắt đầu" },
} as const satisfies Record<keyof typeof ON_DEADLINE, Text | undefined>;

/** The picture of a permit in a language. */
export function pictureOf(permit: Permit, language: string): Picture {
  return {
    title: say(permit.title, language),
    start: say(WORDS.start, language),
    closed: say(WORDS.closed, language),
    issued: say(WORDS.issued, language),
    asks: say(WORDS.asks, language),
    given: say(WORDS.given, language),
    rows: permit.stages.map((step) => rowOf(permit, step, language)),
  };
}

function rowOf(permit: Permit, step: Stage | ParallelGroup, language: string): Row {
  const stages: readonly Stage[] = step.kind === "parallel" ? step.stages : [step];
  const supplement = step.kind === "parallel" ? undefined : supplementStageOf(step);
  const outcomes = new Set(
    stages.flatMap(({ id, kind }) => (kind === "issue" ? [] : outcomesOf(permit, id))),
  );
  const box = (id: string, title: Text, notes: readonly Text[]): Box => ({
    id,
    title: say(title, language),
    notes: notes.map((note) => say(note, language)),
  });
  return {
    id: step.id,
    ...(step.kind === "parallel" && { title: say(step.title, language) }),
    boxes: stages.map((stage) => box(stage.id, stage.title, notesOf(permit, stage))),
    ...(supplement && {
      supplement: {
        ...box(supplement.id, supplement.title, [
          NOTES.applicant,
          fill(NOTES.within, { limit: limitInWords(supplement.limit) }),
          supplement.rounds === 1 ? NOTES.once : fill(NOTES.rounds, { rounds: supplement.rounds }),
          SILENCE[supplement.onDeadline],
        ]),
        exits: exitsOf(outcomesOf(permit, supplement.id), language),
      },
    }),
    exits: exitsOf(outcomes, language),
  };
}

function exitsOf(outcomes: Iterable<StageOutcome>, language: string): string[] {
  const had = new Set(outcomes);
  return (Object.keys(EXITS) as (keyof typeof EXITS)[])
    .filter((outcome) => had.has(outcome))
    .map((outcome) => say(EXITS[outcome], language));
}

/** What is worth saying of a stage beside its title. */
export function notesOf(permit: Permit, stage: Stage): Text[] {
  if (stage.kind === "issue") return [];
  const who = isHuman(stage)
    ? permit.roles.find(({ id }) => id === stage.role)?.title
    : NOTES.applicant;
  const silence = SILENCE[onDeadlineOf(stage)];
  return [
    ...(who ? [who] : []),
    ...(stage.limit ? [fill(NOTES.within, { limit: limitInWords(stage.limit) })] : []),
    ...(stage.when
      ? [fill(NOTES.onlyIf, { condition: conditionInWords(permit, stage.when) })]
      : []),
    ...(silence ? [silence] : []),
  ];
}
