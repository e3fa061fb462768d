/** The stacks of an environment as templates, built once for a test file and without any bundle. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { type Environment, readSettings, type Settings } from "../../../infra/aws/settings.ts";
import { createStacks, type Stacks } from "../../../infra/aws/stacks.ts";

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is whatever the test says it is
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface Built extends Stacks {
  readonly app: App;
  readonly templates: Readonly<Record<"data" | "platform" | "watch", Template>>;
}

const { context } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../cdk.json"), "utf8"),
) as { context: Record<string, unknown> };

export interface AppOptions {
  readonly codeOf?: (name: string) => Code;
  /** Whether the templates are held to the CDK's own rules, which takes longer than all else. */
  readonly validated?: boolean;
}

/** The app as `cdk synth` has it, but for the code of the functions. */
export function openApp(
  environment: Environment,
  changes: Partial<Settings>,
  outdir: string,
  { codeOf = () => Code.fromInline("exports.handler = null;"), validated = true }: AppOptions = {},
): Stacks & { readonly app: App } {
  const app = new App({
    outdir,
    context: { ...context, "aws:cdk:bundling-stacks": [] },
    builtinCloudFormationValidation: validated,
  });
  const settings = { ...readSettings(environment), ...changes };
  return {
    app,
    ...createStacks(app, environment, settings, codeOf),
  };
}

const built = new Map<string, Built>();

/** Every file of a worker is given the same, which none may change. */
export function build(
  environment: Environment = "production",
  changes: Partial<Settings> = {},
): Built {
  const settings = JSON.stringify([environment, changes]);
  const made = built.get(settings) ?? make(environment, changes);
  built.set(settings, made);
  return made;
}

function make(environment: Environment, changes: Partial<Settings>): Built {
  // The CDK writes an app's assembly somewhere, and forgets to take it away.
  const outdir = mkdtempSync(join(tmpdir(), "licentia-assembly-"));
  try {
    // findings.test.ts holds them to the rules.
    const opened = openApp(environment, changes, outdir, { validated: false });
    const { data, platform, watch } = opened;
    return {
      ...opened,
      templates: {
        data: Template.fromStack(data),
        platform: Template.fromStack(platform),
        watch: Template.fromStack(watch),
      },
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

export function resourcesOf(template: Template, type: string): Resource[] {
  return Object.values(template.findResources(type)) as Resource[];
}

/** What a template says, as text that a person can compare: `Fn::GetAtt` as `<Table.Arn>`, and so on. */
export function said(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(said).join("");
  const [[name, inner] = []] = Object.entries(value as object);
  switch (name) {
    case "Ref":
      return `<${inner}>`;
    case "Fn::GetAtt":
      return `<${(inner as string[]).join(".")}>`;
    case "Fn::ImportValue":
      return `<${said(inner).replace(/^.*ExportsOutput(Ref|FnGetAtt)/, "")}>`;
    case "Fn::Join":
      return (inner as [string, unknown[]])[1].map(said).join((inner as [string])[0]);
    case "Fn::Sub":
      return String(inner).replace(/\$\{([^}]+)\}/g, "<$1>");
    default:
      return JSON.stringify(value);
  }
}
