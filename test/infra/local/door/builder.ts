import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import { type Door, type DoorOptions, openDoor } from "../../../../infra/local/door/door.ts";
import type { Route } from "../../../../infra/local/door/routes.ts";
import { type Functions, invokeInProcess } from "../../../../infra/local/invoke/in-process.ts";
import { memoryLog } from "../store/builder.ts";

export type GatewayEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

/** Routes by their key; each leads to the function of that name, or to `echo`. */
export function route(key: string, functionName = "echo", auth: Route["auth"] = "none"): Route {
  const [method = "", path = ""] = key.split(" ");
  return { method, path, functionName, auth };
}

/** A door on a free port, with a function that answers with the event it was given. */
export async function doorWith(options: Partial<DoorOptions> & { functions?: Functions }) {
  const log = memoryLog();
  const functions: Functions = {
    echo: async (event: unknown) => ({ event }),
    ...options.functions,
  };
  const door: Door = await openDoor({
    routes: [],
    authorizers: [],
    port: 0,
    log,
    invoke: invokeInProcess(functions),
    ...options,
  });
  const origin = `http://127.0.0.1:${door.port}`;
  return { door, log, origin };
}

/** The event that a request arrives as. */
export async function eventOf(response: Response): Promise<GatewayEvent> {
  return ((await response.json()) as { event: GatewayEvent }).event;
}
