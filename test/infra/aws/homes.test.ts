/** Both homes offer the same: what one machine makes of the manifest, beside what the templates say. */
import { type CreateTableCommandInput, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadFunctions } from "../../../infra/local/functions.ts";
import { createMachines, machinesOfPermits } from "../../../infra/local/machines.ts";
import type { Platform } from "../../../infra/local/platform.ts";
import type { Engine } from "../../../infra/local/states/engine.ts";
import { createTable } from "../../../infra/local/store/schema.ts";
import { TABLE } from "../../../shared/store/table.ts";
import { openPlatform } from "../../journeys/platform.ts";
import { build, resourcesOf, said } from "./stacks.ts";

const { data, platform } = build().templates;

describe("both homes", () => {
  let local: Platform;
  beforeAll(async () => {
    local = await openPlatform();
  });
  afterAll(() => local.close());

  it("have the same functions", async () => {
    const there = resourcesOf(platform, "AWS::Lambda::Function").map(({ Properties }) =>
      Properties.FunctionName.replace("licentia-", ""),
    );
    expect(there.sort()).toEqual(Object.keys(await loadFunctions()).sort());
  });

  it("have the same routes, and ask for a token at the same", async () => {
    const routes = resourcesOf(platform, "AWS::ApiGatewayV2::Route").map(({ Properties }) => {
      const [method, path] = Properties.RouteKey.split(" ");
      return { method, path, token: Properties.AuthorizationType === "JWT" };
    });
    for (const { method, path, token } of routes) {
      const answer = await fetch(`${local.url}${path.replace(/\{\w+\}/g, "x")}`, { method });
      const text = await answer.text();
      // The door's own words, where no route or no token is found; a function answers problems.
      expect(text, `${method} ${path}`).not.toBe('{"message":"Not Found"}');
      expect(answer.status === 401, `${method} ${path}`).toBe(token);
    }
    const none = await fetch(`${local.url}/no-such-route`, { method: "POST" });
    expect(await none.text()).toBe('{"message":"Not Found"}');
  });

  it("have the same schedules", async () => {
    const there = resourcesOf(platform, "AWS::Scheduler::Schedule").map(({ Properties }) =>
      Properties.Name.replace("licentia-", ""),
    );
    for (const name of there) expect(await local.runNow(name), name).toBe(true);
  });

  it("have the same table", async () => {
    const [there] = resourcesOf(data, "AWS::DynamoDB::Table");
    const here = await createdHere();
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = there?.Properties ?? {};
    expect(KeySchema).toEqual(here.KeySchema);
    expect(byName(GlobalSecondaryIndexes, "IndexName")).toEqual(
      byName(here.GlobalSecondaryIndexes ?? [], "IndexName"),
    );
    expect(byName(AttributeDefinitions, "AttributeName")).toEqual(
      byName(here.AttributeDefinitions ?? [], "AttributeName"),
    );
    expect(there?.Properties.StreamSpecification.StreamViewType).toBe(
      here.StreamSpecification?.StreamViewType,
    );
    expect(there?.Properties.TimeToLiveSpecification.AttributeName).toBe(TABLE.expiresAt);
  });

  it("have the same state machines, with the same functions in them", async () => {
    const there = resourcesOf(platform, "AWS::StepFunctions::StateMachine").map(
      ({ Properties }) => ({
        name: Properties.StateMachineName,
        definition: JSON.parse(
          said(Properties.DefinitionString).replace(
            /<(\w+?)Function[0-9A-F]{8}\.Arn>/g,
            (_, name) => name,
          ),
        ),
      }),
    );
    const here = (await machinesHere()).map(({ name, definition }) => ({
      name,
      // A construct's name has no hyphens.
      definition: JSON.parse(
        definition.replace(/"FunctionName":"([a-z-]+)"/g, (text) => text.replaceAll("-", "")),
      ),
    }));
    expect(there).toEqual(here);
  });
});

function byName<Each>(list: readonly Each[], name: keyof Each): Each[] {
  return [...list].sort((a, b) => String(a[name]).localeCompare(String(b[name])));
}

/** What one machine asks its database for. */
async function createdHere(): Promise<CreateTableCommandInput> {
  let created: CreateTableCommandInput | undefined;
  const client = {
    async send({ input }: { input: object }) {
      if ("KeySchema" in input) {
        created = input as CreateTableCommandInput;
        throw new Error("seen");
      }
      throw new ResourceNotFoundException({ message: "absent", $metadata: {} });
    },
  };
  await createTable(client as never, { name: "licentia", ...TABLE }).catch(() => {});
  if (!created) throw new Error("no table was created");
  return created;
}

/** What one machine asks its engine for. */
async function machinesHere(): Promise<{ name: string; definition: string }[]> {
  const created: { name: string; definition: string }[] = [];
  const engine: Pick<Engine, "call"> = {
    async call(_, input) {
      created.push(input as { name: string; definition: string });
      return {};
    },
  };
  await createMachines(engine as Engine, machinesOfPermits(), "arn:");
  return created;
}
