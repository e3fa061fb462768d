/** What another version of a permit asks otherwise, told to somebody who has a draft of the one before. */
import * as z from "zod";
import { amountInWords } from "../money.ts";
import type { Fault } from "../problem.ts";
import { fill, LANGUAGES, type Text } from "../text.ts";
import { limitInWords } from "./duration.ts";
import { conditionInWords } from "./fact-label.ts";
import { NO_CURRENCY, tariffOn } from "./fee.ts";
import type { CivilDate, DocumentKind, Permit, TariffLine } from "./permit.ts";
import { fieldAt, fieldsOf, kindOf, wordsAt } from "./schema.ts";
import { stagesOf } from "./stages.ts";

/**
 * Every difference that concerns an applicant: answers, documents, fee, limits, stages. `code` is
 * `added`, `removed` or `changed`; `pointer` says of what (`/answers/email`, `/documents/plan`,
 * `/fee/issue`, `/limit`, `/validity`, `/stages/hearing`).
 * @param on the tariffs in force on this day are compared
 */
export function differences(before: Permit, after: Permit, on: CivilDate): Fault[] {
  return [
    ...answers(before, after),
    ...documents(before, after),
    ...fee(before, after, on),
    ...limits(before, after),
    ...stages(before, after),
  ];
}

type Code = "added" | "removed" | "changed";

const difference = (pointer: string, code: Code, detail: Text): Fault => ({
  pointer,
  code,
  detail,
});

interface Kept<Thing> {
  readonly id: string;
  readonly old: Thing | undefined;
  readonly now: Thing | undefined;
}

/** What the two have by name: in the order of the new one, then what it has no more. */
function paired<Thing extends { readonly id: string }>(
  old: readonly Thing[],
  now: readonly Thing[],
): Kept<Thing>[] {
  const ids = [...new Set([...now, ...old].map(({ id }) => id))];
  return ids.map((id) => ({
    id,
    old: old.find((each) => each.id === id),
    now: now.find((each) => each.id === id),
  }));
}

interface Field {
  readonly id: string;
  readonly label: Text;
  readonly optional: boolean;
  /** All that an answer to it must be, to be compared. */
  readonly rule: string;
}

function fields(permit: Permit): Field[] {
  const pointers = new Set(fieldsOf(permit.answers).map(({ pointer }) => pointer));
  return [...pointers].flatMap((pointer) => {
    const field = fieldAt(permit.answers, pointer);
    if (pointer === "" || !field) return [];
    const asked = permit.conditionalFields?.find((each) => each.field === `/answers${pointer}`);
    // Of a list or a group the members are compared by themselves.
    const whole = ["object", "array", "union"].includes(kindOf(field.schema));
    const optional = field.mayBeAbsent;
    return [
      {
        id: pointer,
        label: wordsAt(field)?.label ?? { en: pointer },
        optional,
        rule: JSON.stringify([optional, asked?.askedIf, !whole && ruleOf(field.schema)]),
      },
    ];
  });
}

function ruleOf(schema: z.core.$ZodType): unknown {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
}

const ANSWERS = {
  added: { en: "“{label}” is asked now.", vi: "Nay yêu cầu kê khai “{label}”." },
  offered: { en: "“{label}” may be answered now.", vi: "Nay có thể kê khai thêm “{label}”." },
  removed: {
    en: "“{label}” is not asked any more; take it out.",
    vi: "Không còn yêu cầu “{label}”; hãy bỏ mục này.",
  },
  changed: {
    en: "What “{label}” may say, or when it is asked, has changed.",
    vi: "Yêu cầu đối với “{label}” đã thay đổi.",
  },
};

function answers(before: Permit, after: Permit): Fault[] {
  const all = paired(fields(before), fields(after));
  const within = (id: string) =>
    all.some(
      (outer) =>
        id.startsWith(`${outer.id}/`) && (outer.old === undefined) !== (outer.now === undefined),
    );
  return all
    .filter(({ id }) => !within(id))
    .flatMap(({ id, old, now }) => {
      const say = (code: Code, text: Text, { label }: Field) => [
        difference(`/answers${id}`, code, fill(text, { label })),
      ];
      if (now && !old) return say("added", now.optional ? ANSWERS.offered : ANSWERS.added, now);
      if (old && !now) return say("removed", ANSWERS.removed, old);
      return old && now && old.rule !== now.rule ? say("changed", ANSWERS.changed, now) : [];
    });
}

const DOCUMENTS = {
  added: { en: "“{title}” is asked now: {need}.", vi: "Nay yêu cầu “{title}”: {need}." },
  removed: { en: "“{title}” is not asked any more.", vi: "Không còn yêu cầu “{title}”." },
  changed: {
    en: "“{title}” is now asked otherwise: {need}.",
    vi: "Yêu cầu đối với “{title}” đã thay đổi: {need}.",
  },
  always: { en: "always", vi: "luôn luôn" },
  optional: { en: "as you like", vi: "không bắt buộc" },
  if: { en: "if {condition}", vi: "nếu {condition}" },
};

function documents(before: Permit, after: Permit): Fault[] {
  return paired(before.documents, after.documents).flatMap(({ id, old, now }) => {
    const pointer = `/documents/${id}`;
    if (!now) {
      return old
        ? [difference(pointer, "removed", fill(DOCUMENTS.removed, { title: old.title }))]
        : [];
    }
    if (old && demands(old) === demands(now)) return [];
    const code = old ? "changed" : "added";
    const need = needOf(after, now);
    return [difference(pointer, code, fill(DOCUMENTS[code], { title: now.title, need }))];
  });
}

function demands({ requiredIf, optional, mediaTypes, maxBytes }: DocumentKind): string {
  return JSON.stringify([requiredIf, optional ?? false, mediaTypes, maxBytes]);
}

function needOf(permit: Permit, { requiredIf, optional }: DocumentKind): Text {
  if (optional) return DOCUMENTS.optional;
  if (!requiredIf) return DOCUMENTS.always;
  return fill(DOCUMENTS.if, { condition: conditionInWords(permit, requiredIf) });
}

const FEE = {
  added: { en: "“{title}” is charged now: {amount}.", vi: "Nay thu “{title}”: {amount}." },
  removed: { en: "“{title}” is not charged any more.", vi: "Không còn thu “{title}”." },
  changed: {
    en: "“{title}” is {amount} now; it was {before}.",
    vi: "“{title}” nay là {amount}; trước đây {before}.",
  },
};

function fee(before: Permit, after: Permit, on: CivilDate): Fault[] {
  const lines = ({ fee }: Permit): readonly TariffLine[] =>
    (fee && tariffOn(fee.tariffs, on)?.lines) ?? [];
  return paired(lines(before), lines(after)).flatMap(({ id, old, now }) => {
    const pointer = `/fee/${id}`;
    if (!now) {
      return old ? [difference(pointer, "removed", fill(FEE.removed, { title: old.title }))] : [];
    }
    if (old && charge(before, old) === charge(after, now)) return [];
    const code = old ? "changed" : "added";
    const values = {
      title: now.title,
      amount: money(after, now),
      before: old ? money(before, old) : "",
    };
    return [difference(pointer, code, fill(FEE[code], values))];
  });
}

const charge = ({ fee }: Permit, { amount, when, quantity }: TariffLine): string =>
  JSON.stringify([fee?.currency, amount, when, quantity]);

function money({ fee }: Permit, { amount }: TariffLine): Text {
  const said = LANGUAGES.map((language) => [
    language,
    amountInWords(amount, fee?.currency ?? NO_CURRENCY, language),
  ]);
  return Object.fromEntries(said) as Text;
}

const LIMIT = {
  en: "The authority now decides within {now}; it was {before}.",
  vi: "Thời hạn giải quyết nay là {now}; trước đây {before}.",
};
const CASES = {
  en: "The limits for some cases have changed.",
  vi: "Thời hạn đối với một số trường hợp đã thay đổi.",
};
const VALIDITY = {
  en: "The licence is now valid for {now}; it was {before}.",
  vi: "Thời hạn của giấy phép nay là {now}; trước đây {before}.",
};

function limits(before: Permit, after: Permit): Fault[] {
  const same = (old: unknown, now: unknown) => JSON.stringify(old) === JSON.stringify(now);
  const compared = [
    ["/limit", LIMIT, before.clock.limit, after.clock.limit],
    ["/validity", VALIDITY, before.licence.validity, after.licence.validity],
  ] as const;
  return [
    ...compared.flatMap(([pointer, text, old, now]) => {
      const values = { before: limitInWords(old), now: limitInWords(now) };
      return same(old, now) ? [] : [difference(pointer, "changed", fill(text, values))];
    }),
    ...(same(casesOf(before), casesOf(after))
      ? []
      : [difference("/limit/cases", "changed", CASES)]),
  ];
}

const casesOf = ({ clock }: Permit) => clock.cases?.map(({ when, limit }) => [when, limit]) ?? [];

const STAGES = {
  added: { en: "There is a new step: “{title}”.", vi: "Có thêm bước mới: “{title}”." },
  removed: { en: "The step “{title}” is no more.", vi: "Không còn bước “{title}”." },
};

function stages(before: Permit, after: Permit): Fault[] {
  return paired(stagesOf(before), stagesOf(after)).flatMap(({ id, old, now }) => {
    const [code, title] = now
      ? (["added", now.title] as const)
      : (["removed", old?.title] as const);
    if ((old && now) || !title) return [];
    return [difference(`/stages/${id}`, code, fill(STAGES[code], { title }))];
  });
}
