/** Everything that the licence states is there, whoever applies. */
import { knownFact } from "./fact.ts";
import type { DefinitionFault, Rule } from "./rule.ts";

/** Registered claims of JWT and SD-JWT VC, which the platform writes itself (RFC 7519, 4.1; RFC 9901). */
const REGISTERED = [
  "iss",
  "sub",
  "aud",
  "exp",
  "nbf",
  "iat",
  "jti",
  "vct",
  "vct#integrity",
  "cnf",
  "status",
  "_sd",
  "_sd_alg",
  "...",
];
/** In the printed form 1 to 3 are the licence's number, holder and title. */
const FIRST_NUMBER = 4;

export const certainClaims: Rule = (definition) => {
  const always = new Set((definition.conditionalFields ?? []).map(({ field }) => field));
  return definition.licence.claims.flatMap((claim, index): DefinitionFault[] => {
    const path = `licence.claims[${index}]`;
    const found = knownFact(definition, claim.value);
    return [
      ...(!found
        ? [
            {
              path: `${path}.value`,
              fault: `there is no field "${claim.value}"`,
              remedy: "Point at a field of the answers (/answers/...), or at /applicant/kind.",
            },
          ]
        : []),
      ...(found?.mayBeAbsent || always.has(claim.value)
        ? [
            {
              path: `${path}.value`,
              fault: `"${claim.value}" may be absent, and then the licence would not say what it must`,
              remedy: "Make the field required, or leave the claim out.",
            },
          ]
        : []),
      ...(REGISTERED.includes(claim.id) || !/^[a-z][a-z0-9_]*$/.test(claim.id)
        ? [
            {
              path: `${path}.id`,
              fault: `"${claim.id}" cannot name a claim`,
              remedy:
                "Use lower-case words joined by underscores, and no registered claim of JWT or SD-JWT.",
            },
          ]
        : []),
      ...(Number.isSafeInteger(claim.cwtKey) && claim.cwtKey >= FIRST_NUMBER
        ? []
        : [
            {
              path: `${path}.cwtKey`,
              fault: `${claim.cwtKey} is no number of a claim`,
              remedy: `Choose a whole number from ${FIRST_NUMBER} on.`,
            },
          ]),
    ];
  });
};
