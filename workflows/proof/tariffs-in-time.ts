/** On every day on which the permit may be asked for, exactly one tariff is in force. */
import { isCivilDate } from "../../shared/permit/answers.ts";
import type { Tariff } from "../../shared/permit/permit.ts";
import { knownFact } from "./fact.ts";
import type { DefinitionFault, Rule } from "./rule.ts";

export const tariffsInTime: Rule = (definition) => {
  const { fee, validFrom, validTo } = definition;
  if (!fee) return [];
  const tariffs = fee.tariffs.map((tariff, index) => ({ tariff, path: `fee.tariffs[${index}]` }));
  const undated = tariffs.filter(({ tariff }) => !isDated(tariff));
  if (undated.length > 0) {
    return undated.map(({ path }) => ({
      path: `${path}.from`,
      fault: "it is in force between no two days",
      remedy: "Write from, and to where it ends, as YYYY-MM-DD, the first not after the last.",
    }));
  }
  const inOrder = [...tariffs].sort((a, b) => (a.tariff.from < b.tariff.from ? -1 : 1));
  return [
    ...currency(fee.currency),
    ...covering(inOrder, validFrom, validTo),
    ...inOrder.flatMap(({ tariff, path }, index) => meeting(tariff, inOrder[index + 1], path)),
    ...tariffs.flatMap(({ tariff, path }) => amounts(tariff, path)),
    ...tariffs.flatMap(({ tariff, path }) =>
      tariff.lines.flatMap(({ quantity }, index) =>
        counted(quantity, `${path}.lines[${index}].quantity`),
      ),
    ),
  ];

  function counted(quantity: string | undefined, path: string): DefinitionFault[] {
    const kind = quantity === undefined ? "number" : knownFact(definition, quantity)?.kind;
    if (kind === "number" || kind === "array") return [];
    return [
      {
        path,
        fault: `"${quantity}" is neither a number nor a list among the facts`,
        remedy: "Point at a number, or at a list whose length counts: /answers/premises.",
      },
    ];
  }
};

interface Placed {
  readonly tariff: Tariff;
  readonly path: string;
}

const isDated = ({ from, to }: Tariff): boolean =>
  isCivilDate(from) && (to === undefined || (isCivilDate(to) && from <= to));

function covering(
  inOrder: readonly Placed[],
  validFrom: string,
  validTo: string | undefined,
): DefinitionFault[] {
  const first = inOrder.at(0);
  const last = inOrder.at(-1);
  if (!first || !last) {
    return [
      {
        path: "fee.tariffs",
        fault: "there are none",
        remedy: "Give the tariff in force, or remove the fee.",
      },
    ];
  }
  const { from } = first.tariff;
  const { to } = last.tariff;
  return [
    ...(from > validFrom
      ? [
          {
            path: `${first.path}.from`,
            fault: `no tariff is in force from ${validFrom} until ${from}`,
            remedy: "Begin with the permit, or earlier.",
          },
        ]
      : []),
    ...(to !== undefined && (validTo === undefined || to < validTo)
      ? [
          {
            path: `${last.path}.to`,
            fault: `no tariff is in force after ${to}`,
            remedy: "Leave the last one open, or add the one that follows.",
          },
        ]
      : []),
  ];
}

/** A tariff and the one after it: the second begins the day after the first ends. */
function meeting({ to }: Tariff, next: Placed | undefined, path: string): DefinitionFault[] {
  if (!next) return [];
  const { from } = next.tariff;
  if (to === undefined || to >= from) {
    return [
      {
        path: `${next.path}.from`,
        fault: `on ${from} ${path} is still in force`,
        remedy: "Let a tariff end the day before the next begins.",
      },
    ];
  }
  if (dayAfter(to) === from) return [];
  return [
    {
      path: `${next.path}.from`,
      fault: `no tariff is in force between ${to} and ${from}`,
      remedy: `Begin it on ${dayAfter(to)}, or let the one before end later.`,
    },
  ];
}

function amounts({ lines }: Tariff, path: string): DefinitionFault[] {
  if (lines.length === 0) {
    return [
      {
        path: `${path}.lines`,
        fault: "it has no lines",
        remedy: "A tariff has one line at least.",
      },
    ];
  }
  return lines.flatMap(({ amount }, index) =>
    Number.isSafeInteger(amount) && amount >= 0
      ? []
      : [
          {
            path: `${path}.lines[${index}].amount`,
            fault: `${amount} is no amount`,
            remedy: "Write whole minor units of the currency: 2100 for 21 pounds.",
          },
        ],
  );
}

function currency(code: string): DefinitionFault[] {
  if (/^[A-Z]{3}$/.test(code)) return [];
  return [
    {
      path: "fee.currency",
      fault: `"${code}" is no currency`,
      remedy: "Write its ISO 4217 code: VND.",
    },
  ];
}

function dayAfter(date: string): string {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
