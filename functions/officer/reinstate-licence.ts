import { http } from "../runtime.ts";
import { reinstateLicence } from "./contracts.ts";
import { decideOnLicence } from "./licence.ts";

export const handler = http(reinstateLicence, (request) =>
  decideOnLicence(request, "reinstate-licence", "reinstate"),
);
