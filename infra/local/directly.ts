import type { AskDirectly, AskedBefore } from "./loopback.ts";

/** A command of the SDK, as far as it must be known here. */
interface Command {
  readonly input: object;
}

export interface Service<Client> {
  /** What fails is handed to it, to be named and tried again as on AWS. */
  readonly sdk: Client;
  readonly ask: AskDirectly;
  /** `DynamoDB_20120810`, before the operation's name in the header `X-Amz-Target`. */
  readonly protocol: string;
  /** The operations that are asked directly, by their commands; all others go by the client. */
  readonly operations: ReadonlyMap<unknown, string>;
  /** An input as it is written in JSON; left out, as it is. */
  readonly said?: (input: object) => object;
  /** An answer's text as the client would give it; left out, as it is read from JSON. */
  readonly heard?: (text: string) => object;
}

/**
 * A client's way to a service next door, shorter for what succeeds at once: on AWS what a client does
 * for each call (its rules of endpoints, its schemas, some twenty layers) is little beside the way
 * there; here it was a quarter of what this process does.
 */
export function sendDirectly<Client extends { send(command: never): unknown }>(
  service: Service<Client>,
): Pick<Client, "send"> {
  const { sdk, ask, protocol, operations, said = (input) => input, heard = JSON.parse } = service;
  const bySdk = sdk.send.bind(sdk) as (command: Command, before?: AskedBefore) => unknown;
  const send = async (command: Command) => {
    const operation = operations.get(command.constructor);
    if (!operation) return bySdk(command);
    const brought = await ask(`${protocol}.${operation}`, said(command.input));
    return "text" in brought ? heard(brought.text) : bySdk(command, brought);
  };
  return { send: send as Client["send"] };
}
