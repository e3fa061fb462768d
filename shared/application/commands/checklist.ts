/** What an inspection found, against the permit's own checklist. */
import type { InspectStage } from "../../permit/permit.ts";
import type { Fault } from "../../problem.ts";
import type { Finding } from "../decision.ts";

/** Every item is found once; where something is not met, it does not pass. */
export function checklistFaults(
  { checklist }: InspectStage,
  findings: readonly Finding[],
  passes: boolean,
): Fault[] {
  const known = checklist.map(({ id }) => id);
  const given = findings.map(({ item }) => item);
  return [
    ...findings.flatMap(({ item, result }, index): Fault[] => {
      const pointer = `/checklist/${index}/item`;
      if (!known.includes(item)) return [{ pointer, code: "unknown-code", detail: NO_SUCH_ITEM }];
      if (given.indexOf(item) < index) return [{ pointer, code: "repeated", detail: TWICE }];
      if (passes && result === "not-met") {
        return [{ pointer: `/checklist/${index}/result`, code: "not-met", detail: NOT_MET }];
      }
      return [];
    }),
    ...checklist
      .filter(({ id }) => !given.includes(id))
      .map(({ title }) => ({
        pointer: "/checklist",
        code: "required",
        detail: MISSING,
        label: title,
      })),
  ];
}

const NO_SUCH_ITEM = {
  en: "The checklist has no such item.",
  vi: "Danh mục kiểm tra không có mục này.",
};
const TWICE = { en: "This item stands here twice.", vi: "Mục này bị lặp lại." };
const NOT_MET = {
  en: "What is not met does not pass.",
  vi: "Còn mục không đạt thì không thể kết luận đạt.",
};
const MISSING = {
  en: "Say what was found on this item.",
  vi: "Hãy ghi kết quả kiểm tra mục này.",
};
