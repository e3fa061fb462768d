// A process that opens the store, says where, and waits to be killed.
import { openStore } from "../../../../infra/local/store/dynoxide.ts";

const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };
const store = await openStore({ folder: process.argv[2] ?? "", log, env: {} });
process.stdout.write(`${store.endpoint}\n`);
setInterval(() => {}, 60_000);
