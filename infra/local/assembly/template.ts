/** A synthesized cloud assembly: its stacks' templates, as CloudFormation would read them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { CannotStart } from "../cannot-start.ts";

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z.object({ templateFile: z.string().optional() }).optional(),
    }),
  ),
});

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});

const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z
    .record(
      z.string(),
      z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }),
    )
    .default({}),
});

export type Resource = z.infer<typeof resourceSchema>;
export type Template = z.infer<typeof templateSchema>;

export interface Templates {
  readonly folder: string;
  /** `licentia`, where the stacks are called `licentia-dev-data` and so on. */
  readonly prefix: string;
  readonly region: string;
  readonly data: Template;
  readonly platform: Template;
}

/** @throws CannotStart where the folder holds no assembly of ours */
export function readTemplates(folder: string): Templates {
  const { artifacts } = read(folder, "manifest.json", manifestSchema);
  const stacks = Object.entries(artifacts).filter(
    ([, { type }]) => type === "aws:cloudformation:stack",
  );
  const stack = (part: string) => {
    const found = stacks.find(([id]) => id.endsWith(`-${part}`));
    const file = found?.[1].properties?.templateFile;
    if (!found || !file) throw new CannotStart(`${folder} has no stack that ends in -${part}.`);
    const region = /([^/]+)$/.exec(found[1].environment ?? "")?.[1] ?? "";
    return { id: found[0], region, template: read(folder, file, templateSchema) };
  };
  const platform = stack("platform");
  return {
    folder,
    prefix: platform.id.replace(/-[^-]+-platform$/, ""),
    region: platform.region,
    data: stack("data").template,
    platform: platform.template,
  };
}

export function ofType(template: Template, type: string): [id: string, resource: Resource][] {
  return Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
}

function read<Schema extends z.ZodType>(
  folder: string,
  file: string,
  schema: Schema,
): z.infer<Schema> {
  const path = join(folder, file);
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new CannotStart(`${path} cannot be read: run npm run synth. (${(error as Error).name})`);
  }
}
