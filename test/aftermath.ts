/** Files of one worker share its process: what one put into it is gone before the next. */
import { afterAll } from "vitest";
import { forgetAll } from "../functions/once.ts";

const before = { ...process.env };

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  forgetAll();
});
