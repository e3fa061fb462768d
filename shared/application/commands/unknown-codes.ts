import type { Fault } from "../../problem.ts";

/** A fault for each code that is not one of those known. `list` is the pointer of where they stand. */
export function unknownCodes(
  given: readonly string[],
  known: readonly string[],
  list: string,
): Fault[] {
  return given.flatMap((code, index) =>
    known.includes(code)
      ? []
      : [
          {
            pointer: `${list}/${index}`,
            code: "unknown-code",
            detail: {
              en: `"${code}" is not one of ${known.join(", ")}.`,
              vi: `"${code}" không thuộc: ${known.join(", ")}.`,
            },
          },
        ],
  );
}
