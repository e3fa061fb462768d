/** What becomes of a resource when it leaves its stack, or its stack goes. */
import { RemovalPolicy } from "aws-cdk-lib";
import type { Settings } from "./settings.ts";

/**
 * Kept where data is retained, but for a creation that is rolled back: what that left behind would
 * hold its name against the next attempt.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export function kept({ retain }: Settings): RemovalPolicy {
  return retain ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}

/**
 * For what is protected from deletion besides: a rollback could not delete it either, and would
 * stop at it. Such a resource has no name of ours.
 */
export function keptAlways({ retain }: Settings): RemovalPolicy {
  return retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
