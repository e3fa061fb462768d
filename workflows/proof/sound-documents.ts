/** A document can be uploaded: as a media type, up to a size that the platform takes. */
import type { DefinitionFault, Rule } from "./rule.ts";

/** Bytes; what the storage's upload form is limited to. */
const LARGEST = 10_000_000;

export const soundDocuments: Rule = (definition) =>
  definition.documents.flatMap(
    ({ mediaTypes, maxBytes, optional, requiredIf }, index): DefinitionFault[] => {
      const path = `documents[${index}]`;
      return [
        ...(mediaTypes.length === 0
          ? [
              {
                path: `${path}.mediaTypes`,
                fault: "no file could be uploaded",
                remedy: "Allow one media type at least.",
              },
            ]
          : []),
        ...(Number.isSafeInteger(maxBytes) && maxBytes > 0 && maxBytes <= LARGEST
          ? []
          : [
              {
                path: `${path}.maxBytes`,
                fault: `${maxBytes} is no size`,
                remedy: `Write bytes, up to ${LARGEST}.`,
              },
            ]),
        ...(optional && requiredIf
          ? [
              {
                path: `${path}.optional`,
                fault: "it is optional, and required under a condition",
                remedy: "Keep one of the two: without requiredIf it is never asked for.",
              },
            ]
          : []),
      ];
    },
  );
