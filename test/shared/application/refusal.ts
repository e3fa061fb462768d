import { Problem } from "../../../shared/problem.ts";

/** The code of the problem that an act is refused with, and where its faults lie. */
export function refusalOf(act: () => unknown): { code: string; pointers: string[] } {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { code: error.code, pointers: error.faults.map(({ pointer }) => pointer) };
  }
  throw new Error("it was not refused");
}
