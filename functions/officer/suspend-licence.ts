import { http } from "../runtime.ts";
import { suspendLicence } from "./contracts.ts";
import { decideOnLicence } from "./licence.ts";

export const handler = http(suspendLicence, (request) =>
  decideOnLicence(request, "suspend-licence", "suspend"),
);
