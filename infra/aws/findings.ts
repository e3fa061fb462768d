import type { Stacks } from "./stacks.ts";
export function acknowledgeFindings(_: Stacks): void {}
