/** The stacks of one environment. */
import type { App } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import { DataStack } from "./data-stack.ts";
import { acknowledgeFindings } from "./findings.ts";
import { namesOf } from "./names.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { Environment, Settings } from "./settings.ts";
import { WatchStack } from "./watch-stack.ts";

export interface Stacks {
  readonly data: DataStack;
  readonly platform: PlatformStack;
  readonly watch: WatchStack;
}

export function createStacks(
  app: App,
  environment: Environment,
  settings: Settings,
  codeOf: (name: string) => Code,
): Stacks {
  const names = namesOf(environment, settings);
  const data = new DataStack(app, names, settings);
  const platform = new PlatformStack(app, { data, names, settings, codeOf });
  const watch = new WatchStack(app, platform, names, settings);
  const stacks = { data, platform, watch };
  acknowledgeFindings(stacks);
  return stacks;
}
