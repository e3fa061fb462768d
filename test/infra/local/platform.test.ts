import { expect, it } from "vitest";
import { nameInArn } from "../../../infra/local/invoke/context.ts";
import type { Platform } from "../../../infra/local/platform.ts";
import { openPlatform } from "../../journeys/platform.ts";

it("closes its door when what it began by schedule has ended, which may need it", async () => {
  let platform: Platform | undefined;
  let close = () => {};
  const closing = new Promise<void>((resolve) => {
    close = resolve;
  });
  const seen: unknown[] = [];
  platform = await openPlatform({
    around: (invoke) => async (functionName, payload) => {
      if (nameInArn(functionName) === "sweep") {
        await closing;
        // Every other part is told to close as well, and has time to.
        await new Promise((resolve) => setTimeout(resolve, 50));
        const mailbox = fetch(`${platform?.url}/mailbox`).then(({ status }) => status);
        seen.push(await mailbox.catch((error) => error));
      }
      return invoke(functionName, payload);
    },
  });
  const closed = platform.close();
  close();
  await closed;
  expect(seen).toEqual([200]);
});
