import type { Application } from "../shared/application/application.ts";
import { decidedOnTime } from "../shared/application/punctuality.ts";
import { logger } from "./runtime.ts";

/** Says of a file that has just ended whether its date was kept: the dashboard counts both. */
export function countPunctuality(application: Application): void {
  const onTime = decidedOnTime(application);
  if (onTime === undefined) return;
  logger.info(onTime ? "decided on time" : "decided late", { application: application.id });
}
