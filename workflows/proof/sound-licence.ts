/** A licence gets a number of its own, a validity that can be told, and a window in which it is renewed. */
import type { Limit } from "../../shared/clock/limit.ts";
import { HOLDER } from "../../shared/licence/record.ts";
import { knownFact } from "./fact.ts";
import type { DefinitionFault, Rule } from "./rule.ts";

const PLACEHOLDER = /\{([^}]*)\}/g;

export const soundLicence: Rule = (definition) => [
  ...numberFaults(definition.licence.number),
  ...holderFaults(definition),
  ...validityFaults(definition),
  ...renewalFaults(definition.licence.renewal),
];

function numberFaults(pattern: string): DefinitionFault[] {
  const names = [...pattern.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
  const unknown = names.filter((name) => !/^(agency|year|sequence(:[1-9])?)$/.test(name));
  const faults: DefinitionFault[] = unknown.map((name) => ({
    path: "licence.number",
    fault: `"{${name}}" stands for nothing`,
    remedy: "Use {agency}, {year} and {sequence:4}.",
  }));
  if (names.filter((name) => name.startsWith("sequence")).length !== 1) {
    faults.push({
      path: "licence.number",
      fault: "it does not count, so two licences could have one number",
      remedy: "Let it hold {sequence:4} once.",
    });
  }
  return faults;
}

/** Both signed forms say to whom it was granted, in a member of their own. */
const holderFaults: Rule = (definition) => {
  const index = definition.licence.claims.findIndex(({ id }) => id === HOLDER);
  const claim = definition.licence.claims[index];
  if (!claim) {
    return [
      {
        path: "licence.claims",
        fault: "none of them says who holds the licence",
        remedy: `Give the claim with the holder's name the id "${HOLDER}".`,
      },
    ];
  }
  const found = knownFact(definition, claim.value);
  if (!found || found.kind === "string") return [];
  return [
    {
      path: `licence.claims[${index}].value`,
      fault: `the holder is named by "${claim.value}", which is no text`,
      remedy: "Point at the name.",
    },
  ];
};

const validityFaults: Rule = (definition) => {
  const chosen = definition.licence.validityChosen;
  if (!chosen) return [];
  if ("years" in chosen && definition.licence.validity.unit !== "months") {
    return [
      {
        path: "licence.validity",
        fault: "it is the longest that may be chosen in years, and it is not counted in months",
        remedy: "Count it in months: 60 for five years.",
      },
    ];
  }
  const kind = "years" in chosen ? "number" : "string";
  return Object.entries(chosen).flatMap(([name, pointer]) => {
    const found = knownFact(definition, pointer);
    if (found?.kind === kind && !found.mayBeAbsent) return [];
    return [
      {
        path: `licence.validityChosen.${name}`,
        fault: `"${pointer}" is no ${kind} that is always answered`,
        remedy:
          kind === "number"
            ? "Point at a required whole number of years."
            : "Point at a required date.",
      },
    ];
  });
};

function renewalFaults(
  renewal: { readonly from: Limit; readonly until: Limit } | undefined,
): DefinitionFault[] {
  if (!renewal) return [];
  const inWork = (["from", "until"] as const).filter((end) => /^working/.test(renewal[end].unit));
  if (inWork.length > 0) {
    return inWork.map((end) => ({
      path: `licence.renewal.${end}.unit`,
      fault:
        "the holidays of the year in which the licence expires are not known when it is issued",
      remedy: "Count the window in calendar days or months.",
    }));
  }
  if (days(renewal.from) > days(renewal.until)) return [];
  return [
    {
      path: "licence.renewal",
      fault: "the window closes before it opens",
      remedy: "Both count back from expiry: `from` is the longer one.",
    },
  ];
}

const days = ({ amount, unit }: Limit): number => amount * (unit === "months" ? 30 : 1);
