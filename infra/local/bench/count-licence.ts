/** Counts one permit's path in a process of its own, which remembers nothing of another platform. */
import { COUNTED_PATHS } from "./counted-paths.ts";
import { countLicence } from "./licence-cost.ts";

const path = COUNTED_PATHS.find(({ draft }) => draft.permit === process.argv[2]);
process.stdout.write(JSON.stringify(await countLicence(path)));
