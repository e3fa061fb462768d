// Runs before every npm command, under whatever Node the machine has (20 or newer): it installs
// what the lock file names and node_modules lacks, so that a fresh clone needs one command only.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const NODE_MAJOR = 24;

const installed = lockOf("node_modules/.package-lock.json");
const wanted = lockOf("package-lock.json");
if (!installed || Object.entries(wanted ?? {}).some(([path, entry]) => missing(path, entry))) {
  process.stderr.write("Installing what is missing (npm ci; about a minute, once) ...\n");
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--loglevel", "error"], {
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) {
    fail("npm ci failed: see the lines above. Is the npm registry within reach?");
  }
}

const version = execFileSync("node", ["--version"], { encoding: "utf8" }).trim();
if (Number(version.slice(1).split(".")[0]) < NODE_MAJOR) {
  fail(
    `Licentia runs on Node ${NODE_MAJOR}; this platform (${process.platform} ${process.arch}) has ${version} ` +
      "and no Node 24 in the npm registry. Install Node 24 (for example `nvm install`), and run this again.",
  );
}

/** The packages of a lock file, or undefined where there is none. */
function lockOf(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** Whether a package of the lock is absent or at another version; an optional one may be absent. */
function missing(path, entry) {
  if (path === "" || entry.link) return false;
  const found = installed[path];
  return found
    ? found.version !== entry.version
    : !entry.optional && !entry.devOptional && !entry.peer;
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
