/** The journeys that are walked with functions that may do what they are granted and nothing else. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../../../journeys");
/**
 * The crash's platform is a process of its own, where nobody watches. The calendar's journey reads
 * a new holiday at once, which functions of separate memories learn within seconds only; that of
 * versions publishes one by itself, which they would have to be told.
 */
const UNWATCHED = ["crash.test.ts", "calendar.test.ts", "versions.test.ts"];

/** Their files. */
export const WATCHED_JOURNEYS: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".test.ts") && !UNWATCHED.includes(file))
  .map((file) => join(FOLDER, file));
