/** Every rule that a definition is proven by, in the order in which its faults are told. */
import { acceptedOnce } from "./accepted-once.ts";
import { boundedSupplements } from "./bounded-supplements.ts";
import { certainClaims } from "./certain-claims.ts";
import { issueIsLast } from "./issue-is-last.ts";
import { knownFacts } from "./known-facts.ts";
import { knownRoles } from "./known-roles.ts";
import { paymentBeforeIssue } from "./payment-before-issue.ts";
import { reachableStages } from "./reachable-stages.ts";
import type { Rule } from "./rule.ts";
import { saidInEveryLanguage } from "./said-in-every-language.ts";
import { signedByAnother } from "./signed-by-another.ts";
import { singleStageGroups } from "./single-stage-groups.ts";
import { soundAnswers } from "./sound-answers.ts";
import { soundDates } from "./sound-dates.ts";
import { soundDocuments } from "./sound-documents.ts";
import { soundLicence } from "./sound-licence.ts";
import { soundLimits } from "./sound-limits.ts";
import { statutoryLimit } from "./statutory-limit.ts";
import { tariffsInTime } from "./tariffs-in-time.ts";
import { uniqueIds } from "./unique-ids.ts";
import { wellFormedIds } from "./well-formed-ids.ts";

export const RULES: readonly Rule[] = [
  wellFormedIds,
  uniqueIds,
  soundDates,
  issueIsLast,
  singleStageGroups,
  reachableStages,
  acceptedOnce,
  paymentBeforeIssue,
  knownRoles,
  signedByAnother,
  boundedSupplements,
  soundLimits,
  statutoryLimit,
  soundAnswers,
  knownFacts,
  soundDocuments,
  tariffsInTime,
  certainClaims,
  soundLicence,
  saidInEveryLanguage,
];
