/** What is owed is paid, once and by everyone, before the licence is issued; nothing is asked where nothing is owed. */
import type { DefinitionFault, Rule } from "./rule.ts";
import { placed } from "./rule.ts";

export const paymentBeforeIssue: Rule = (definition) => {
  const all = placed(definition);
  const pays = all.filter(({ stage }) => stage.kind === "pay");
  const issue = all.find(({ stage }) => stage.kind === "issue");
  const [first, ...more] = pays;
  const faults: DefinitionFault[] = [];
  if (definition.fee && !first) {
    faults.push({
      path: "fee",
      fault: "there is a fee, and no stage in which it is paid",
      remedy: "Add a stage of kind pay before the issue stage, or remove the fee.",
    });
  }
  if (!definition.fee && first) {
    faults.push({
      path: first.path,
      fault: "there is nothing to pay",
      remedy: "Give the permit a fee, or remove the stage.",
    });
  }
  for (const { path } of more) {
    faults.push({ path, fault: "the fee is paid already", remedy: "Keep one stage of kind pay." });
  }
  for (const { path, step } of pays) {
    if (issue && step > issue.step) {
      faults.push({
        path,
        fault: "payment stands after the issue of the licence",
        remedy: "Move it before the issue stage.",
      });
    }
  }
  if (first?.stage.kind === "pay" && first.stage.when) {
    faults.push({
      path: `${first.path}.when`,
      fault: "a condition could let somebody pass without paying",
      remedy: "Put the condition on the lines of the tariff: a fee of nothing skips the stage.",
    });
  }
  return faults;
};
