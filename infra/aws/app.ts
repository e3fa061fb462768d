/** The AWS home: `npx cdk deploy --all -c environment=production`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { FUNCTIONS } from "../../functions/manifest.ts";
import { bundleFunctions, bundleOf } from "./functions/bundle.ts";
import { environmentOf, readSettings } from "./settings.ts";
import { createStacks } from "./stacks.ts";

const app = new App();
const environment = environmentOf(app.node.tryGetContext("environment"));
const bundles = mkdtempSync(join(tmpdir(), "licentia-bundles-"));
try {
  await bundleFunctions(FUNCTIONS, bundles);
  createStacks(app, environment, readSettings(environment), (name) =>
    Code.fromAsset(bundleOf(bundles, name)),
  );
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  app.synth();
} finally {
  rmSync(bundles, { recursive: true, force: true });
}
