import type { StackProps } from "aws-cdk-lib";
import type { Settings } from "./settings.ts";

/** Where every stack of an environment goes. */
export function stackProps({ region, account, prefix }: Settings): StackProps {
  return { env: { region, ...(account && { account }) }, tags: { application: prefix } };
}
