/** What a template's expressions mean on this machine. */
import { ofType, type Template, type Templates } from "./template.ts";

/** What stands here for what CloudFormation would have made. */
export interface Here {
  readonly account: string;
  readonly tableName: string;
  readonly bucketName: string;
  /** Secrets by the members of the one secret there is. */
  readonly secret: Readonly<Record<string, string>>;
  /** Addresses here, by the output of the stack that names their counterpart on AWS. */
  readonly addresses: Readonly<Record<string, string>>;
}

export type Resolve = (value: unknown) => string;

/**
 * Resolves `Ref`, `Fn::GetAtt`, `Fn::Join`, `Fn::Sub`, `Fn::ImportValue` and references to the
 * secret. What AWS would have at an address of its own is then looked for at the address here, and a
 * function by its name here.
 *
 * @throws Error where a value cannot be told here: it is not guessed
 */
export function resolverOf(templates: Templates, here: Here): Resolve {
  const { platform } = templates;
  const there = Object.entries(here.addresses).map(([output, address]) => {
    const value = platform.Outputs[output]?.Value;
    if (value === undefined) throw new Error(`the platform's stack has no output ${output}`);
    return [resolve(value, platform), address] as const;
  });
  const called = new Set(
    ofType(platform, "AWS::Lambda::Function").map(
      ([, { Properties }]) => Properties["FunctionName"],
    ),
  );
  return (value) => {
    const text = resolve(value, platform);
    if (called.has(text)) return nameHere(text, templates.prefix);
    return there.find(([address]) => address === text)?.[1] ?? text;
  };

  function resolve(value: unknown, template: Template): string {
    if (typeof value === "string") return revealed(value);
    const [[name, argument] = ["", undefined], ...others] = Object.entries(value ?? {});
    if (others.length === 0) {
      if (name === "Ref") return refer(String(argument), template);
      if (name === "Fn::GetAtt") return attribute(argument as [string, string], template);
      if (name === "Fn::ImportValue") return imported(resolve(argument, template));
      if (name === "Fn::Join") {
        const [separator, parts] = argument as [string, unknown[]];
        return parts.map((part) => resolve(part, template)).join(separator);
      }
      if (name === "Fn::Sub" && typeof argument === "string") {
        return argument.replace(/\$\{([^}]+)\}/g, (_, id: string) => refer(id, template));
      }
    }
    throw new Error(`cannot be told here: ${JSON.stringify(value)}`);
  }

  function refer(id: string, { Resources }: Template): string {
    const pseudo = PSEUDO[id];
    if (pseudo) return pseudo(templates.region, here.account);
    switch (Resources[id]?.Type) {
      case "AWS::DynamoDB::Table":
        return here.tableName;
      case "AWS::S3::Bucket":
        return here.bucketName;
      // Each has an address that is translated as a whole.
      case "AWS::Cognito::UserPool":
      case "AWS::ApiGatewayV2::Api":
        return id;
      default:
        throw new Error(`cannot be told here: Ref ${id}`);
    }
  }

  function attribute([id, name]: [string, string], { Resources }: Template): string {
    const resource = Resources[id];
    if (resource?.Type === "AWS::Lambda::Function" && name === "Arn") {
      const { region, prefix } = templates;
      const called = nameHere(resource.Properties["FunctionName"], prefix);
      return `arn:aws:lambda:${region}:${here.account}:function:${called}`;
    }
    throw new Error(`cannot be told here: ${id}.${name}`);
  }

  function imported(name: string): string {
    const { data } = templates;
    const found = Object.values(data.Outputs).find(
      ({ Export }) => Export && resolve(Export.Name, data) === name,
    );
    if (!found) throw new Error(`no stack exports ${name}`);
    return resolve(found.Value, data);
  }

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html */
  function revealed(text: string): string {
    return text.replace(
      /\{\{resolve:secretsmanager:([^:}]+):SecretString:([^:}]*):[^}]*\}\}/g,
      (reference, secret: string, member: string) => {
        const known = ofType(templates.data, "AWS::SecretsManager::Secret").some(
          ([, { Properties }]) => Properties["Name"] === secret,
        );
        const value = known ? here.secret[member] : undefined;
        if (value === undefined) throw new Error(`cannot be told here: ${reference}`);
        return value;
      },
    );
  }
}

const PSEUDO: Readonly<Record<string, (region: string, account: string) => string>> = {
  "AWS::Partition": () => "aws",
  "AWS::URLSuffix": () => "amazonaws.com",
  "AWS::Region": (region) => region,
  "AWS::AccountId": (_, account) => account,
};

/** A function is called by its manifest's name here, and with the deployment's prefix on AWS. */
export function nameHere(deployed: unknown, prefix: string): string {
  const name = String(deployed);
  if (!name.startsWith(`${prefix}-`)) throw new Error(`${name} is none of ${prefix}'s functions`);
  return name.slice(prefix.length + 1);
}
