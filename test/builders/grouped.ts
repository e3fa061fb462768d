/** A permit in which two units are asked side by side, the second only about inns. */
import { fact } from "../../shared/permit/condition.ts";
import type { PermitDefinition } from "../../shared/permit/permit.ts";
import { appraisal, asked, definition, fee, issue, reception, signing } from "./definition.ts";

const limit = { amount: 2, unit: "workingDays" } as const;

export const grouped = (changes: Partial<PermitDefinition> = {}): PermitDefinition =>
  definition({
    stages: [
      reception,
      fee,
      {
        kind: "parallel",
        id: "opinions",
        title: { en: "Opinions" },
        stages: [
          asked("police", { limit, onDeadline: "deemedConsent" }) as never,
          asked("health", { limit, when: fact("/answers/kind").equals("inn") }) as never,
          asked("fire", { limit }) as never,
        ],
      },
      appraisal,
      signing,
      issue,
    ],
    ...changes,
  });

export const innAnswers = (changes: object = {}) => ({
  name: "Quán Hoa Sen",
  rooms: 3,
  kind: "inn",
  places: [{ address: "12 Trần Phú" }],
  ...changes,
});

/** A checkout that pays for three rooms. */
export const threeRooms = { amount: 300, currency: "VND" } as const;
