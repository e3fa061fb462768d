/** The files that take longest begin first, so that no core waits for one of them at the end. */
import { BaseSequencer, type TestSpecification } from "vitest/node";

const LONGEST = [
  "aws/grants",
  "aws/boot",
  "journeys/crash",
  "functions/convergence",
  "test/readme",
  "schedule/sweep",
  "verifier/alterations",
  "workflows/compile",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.includes(name));
      return at === -1 ? LONGEST.length : at;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
