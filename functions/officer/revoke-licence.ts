import { http } from "../runtime.ts";
import { revokeLicence } from "./contracts.ts";
import { decideOnLicence } from "./licence.ts";

export const handler = http(revokeLicence, (request) =>
  decideOnLicence(request, "revoke-licence", "revoke"),
);
