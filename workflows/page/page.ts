/** A permit as a page for people: what the definition says, in plain language, as Markdown. */
import { amountInWords } from "../../shared/money.ts";
import { limitInWords } from "../../shared/permit/duration.ts";
import { conditionInWords, factLabel } from "../../shared/permit/fact-label.ts";
import type { DocumentKind, Permit, Tariff } from "../../shared/permit/permit.ts";
import { fieldAt, fieldsOf, optionsOf, wordsAt } from "../../shared/permit/schema.ts";
import { stagesOf } from "../../shared/permit/stages.ts";
import { fill, say } from "../../shared/text.ts";
import { mermaid } from "../diagram/mermaid.ts";
import { licenceSection } from "./licence.ts";
import { bullets, heading, list, table } from "./markdown.ts";
import { basisInWords, type Speak } from "./speak.ts";
import { stagesSection } from "./stages.ts";
import { WORDS } from "./words.ts";

/** The page of a permit in a language. Same permit, same page. */
export function page(permit: Permit, language: string): string {
  const speak: Speak = (text, values = {}) => say(fill(text, values), language);
  const sections = [
    `# ${speak(permit.title)}`,
    `<!-- ${speak(WORDS.generated)} -->`,
    speak(permit.summary),
    overview(permit, speak),
    heading(speak(WORDS.stages)),
    `\`\`\`mermaid\n${mermaid(permit, language)}\`\`\``,
    stagesSection(permit, speak),
    ...checklists(permit, speak),
    heading(speak(WORDS.clock)),
    time(permit, speak),
    heading(speak(WORDS.fee)),
    fee(permit, speak, language),
    heading(speak(WORDS.documents)),
    documents(permit, speak),
    heading(speak(WORDS.answers)),
    answers(permit, speak),
    heading(speak(WORDS.licence)),
    licenceSection(permit, speak),
    heading(speak(WORDS.refusals)),
    refusals(permit, speak),
    heading(speak(WORDS.basis)),
    bullets(permit.legalBasis.map((basis) => basisInWords(basis, speak))),
  ];
  return `${sections.join("\n\n")}\n`;
}

function overview(permit: Permit, speak: Speak): string {
  const { version, validFrom, validTo, licence } = permit;
  const until = validTo === undefined ? "" : speak(WORDS.until, { to: validTo });
  const validity = limitInWords(licence.validity);
  return table([
    ["", `\`${permit.id}\`, ${speak(WORDS.version, { version, from: validFrom })}${until}`],
    ...(permit.procedureCode ? [[speak(WORDS.procedure), permit.procedureCode]] : []),
    [speak(WORDS.applicants), permit.applicants.map((kind) => speak(WORDS[kind])).join(", ")],
    [speak(WORDS.level), permit.level],
    [speak(WORDS.limit), speak(limitInWords(permit.clock.limit))],
    [
      speak(WORDS.validity),
      licence.validityChosen ? speak(WORDS.atMost, { limit: validity }) : speak(validity),
    ],
  ]);
}

const ON_LIMIT = {
  escalate: "overdue",
  mayProceed: "mayProceed",
  deemedApproved: "limitApproves",
  deemedRefused: "limitRefuses",
} as const;

function time(permit: Permit, speak: Speak): string {
  const { clock, notice } = permit;
  const supplements = stagesOf(permit).some((stage) => stage.kind === "review" && stage.supplement);
  return list([
    speak(WORDS.clockLimit, { limit: limitInWords(clock.limit) }),
    ...(clock.cases ?? []).map((one) =>
      speak(WORDS.clockCase, {
        limit: limitInWords(one.limit),
        condition: conditionInWords(permit, one.when),
      }),
    ),
    ...(supplements ? [speak(WORDS[clock.onSupplement])] : []),
    ...(permit.fee && clock.onPayment === "pause" ? [speak(WORDS.payment)] : []),
    speak(WORDS[ON_LIMIT[clock.onDeadline ?? "escalate"]]),
    ...(notice
      ? [
          speak(WORDS.notice, {
            limit: limitInWords(notice.standard),
            day: factLabel(permit, notice.before) ?? notice.before,
          }),
        ]
      : []),
    ...(notice?.late ? [speak(WORDS.lateNotice, { limit: limitInWords(notice.late) })] : []),
  ]);
}

function fee(permit: Permit, speak: Speak, language: string): string {
  const { fee: charged } = permit;
  if (!charged) return speak(WORDS.free);
  const amountOf = (amount: number) => amountInWords(amount, charged.currency, language);
  return charged.tariffs.map((tariff) => tariffTable(permit, tariff, amountOf, speak)).join("\n\n");
}

function tariffTable(
  permit: Permit,
  tariff: Tariff,
  amountOf: (amount: number) => string,
  speak: Speak,
): string {
  const title = `${speak(WORDS.from, { from: tariff.from })}${tariff.to ? speak(WORDS.until, { to: tariff.to }) : ""}`;
  const rows = tariff.lines.map(({ title: what, when, amount, quantity, unit }) => [
    `${speak(what)}${when ? `: ${speak(conditionInWords(permit, when))}` : ""}`,
    quantity
      ? speak(WORDS.times, { amount: amountOf(amount), unit: unit ?? what })
      : amountOf(amount),
  ]);
  return `${title} (${basisInWords(tariff.basis, speak)}):\n\n${table([[speak(WORDS.for), speak(WORDS.amount)], ...rows])}`;
}

function documents(permit: Permit, speak: Speak): string {
  if (permit.documents.length === 0) return speak(WORDS.none);
  const rows = permit.documents.map((kind) => [
    `${speak(kind.title)}${kind.basis ? ` (${basisInWords(kind.basis, speak)})` : ""}`,
    neededWhen(permit, kind, speak),
    speak(WORDS.fileOf, {
      types: kind.mediaTypes.map((type) => type.replace(/^.*\//, "").toUpperCase()).join(", "),
      megabytes: kind.maxBytes / 1_000_000,
    }),
  ]);
  return table([[speak(WORDS.document), speak(WORDS.needed), speak(WORDS.file)], ...rows]);
}

function neededWhen(permit: Permit, kind: DocumentKind, speak: Speak): string {
  const when = kind.optional
    ? speak(WORDS.optional)
    : kind.requiredIf
      ? speak(WORDS.if, { condition: conditionInWords(permit, kind.requiredIf) })
      : speak(WORDS.always);
  return kind.waivedByRegistry
    ? `${when}; ${speak(WORDS.waived, { registry: kind.waivedByRegistry })}`
    : when;
}

function answers(permit: Permit, speak: Speak): string {
  const rows = fieldsOf(permit.answers).flatMap(({ pointer }) => {
    const field = fieldAt(permit.answers, pointer);
    const words = field && wordsAt(field);
    if (!field || !words) return [];
    const asked = permit.conditionalFields?.find((one) => one.field === `/answers${pointer}`);
    const needed = asked
      ? speak(WORDS.if, { condition: conditionInWords(permit, asked.askedIf) })
      : speak(field.mayBeAbsent ? WORDS.optional : WORDS.always);
    const options = (optionsOf(field.schema) ?? [])
      .flatMap((option) => words.options?.[String(option)] ?? [])
      .map((option) => speak(option));
    return [
      [
        `${speak(words.label)}${options.length > 0 ? `: ${options.join(", ")}` : ""}`,
        needed,
        `\`${pointer}\``,
      ],
    ];
  });
  return table([[speak(WORDS.field), speak(WORDS.needed), ""], ...rows]);
}

/** What an inspection goes through, item by item. */
function checklists(permit: Permit, speak: Speak): string[] {
  return stagesOf(permit).flatMap((stage) =>
    stage.kind === "inspect"
      ? [
          speak(WORDS.checklist, { stage: stage.title }),
          bullets(stage.checklist.map(({ id, title }) => `\`${id}\`: ${speak(title)}`)),
        ]
      : [],
  );
}

function refusals(permit: Permit, speak: Speak): string {
  const reasons = stagesOf(permit).flatMap((stage) => ("refusals" in stage ? stage.refusals : []));
  const each = new Map(reasons.map((reason) => [reason.code, reason]));
  return bullets(
    [...each.values()].map(
      ({ code, title, basis }) =>
        `\`${code}\`: ${speak(title)}${basis ? ` (${basisInWords(basis, speak)})` : ""}`,
    ),
  );
}
