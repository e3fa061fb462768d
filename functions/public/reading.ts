/** What verification reads, and nothing that it does not: its bundle is loaded by whoever scans a code. */
import { accessIn } from "../../shared/aws/request.ts";
import { readApplications } from "../../shared/store/applications.ts";
import { authorities } from "../../shared/store/authorities.ts";
import { readKeyRings } from "../../shared/store/key-rings.ts";
import { openReader } from "../../shared/store/reader.ts";
import { readStatusLists } from "../../shared/store/status-lists.ts";
import { once } from "../once.ts";
import { setting } from "../settings.ts";

export function reading() {
  return once("reading", () => {
    const table = openReader(setting("TABLE_NAME"), accessIn(process.env, "DYNAMODB"));
    return {
      table,
      applications: readApplications(table),
      authorities: authorities(table),
      keyRings: readKeyRings(table),
      statusLists: readStatusLists(table),
    };
  });
}
