/** The part of a permit's page about the licence itself. */
import { limitInWords } from "../../shared/permit/duration.ts";
import type { Permit } from "../../shared/permit/permit.ts";
import { bullets, list, table } from "./markdown.ts";
import { basisInWords, type Speak } from "./speak.ts";
import { WORDS } from "./words.ts";

export function licenceSection({ licence }: Permit, speak: Speak): string {
  const { renewal, extension, publication } = licence;
  const claims = licence.claims.map(({ title, disclosure, printed }) => [
    speak(title),
    [
      speak(disclosure === "selective" ? WORDS.selective : WORDS.open),
      ...(printed ? [speak(WORDS.printed)] : []),
    ].join(", "),
  ]);
  const sentences = [
    ...(renewal
      ? [
          speak(WORDS.renewal, {
            from: limitInWords(renewal.from),
            until: limitInWords(renewal.until),
          }),
        ]
      : []),
    ...(renewal?.lateUntilExpiry ? [speak(WORDS.lateRenewal)] : []),
    ...(extension
      ? [speak(WORDS.extension, { by: limitInWords(extension.by), times: extension.times })]
      : []),
    ...(publication ? [speak(WORDS.publication, { limit: limitInWords(publication.for) })] : []),
  ];
  const statuses = licence.statusReasons.map(
    ({ to, title, basis }) =>
      `${speak(WORDS[to])}: ${speak(title)}${basis ? ` (${basisInWords(basis, speak)})` : ""}`,
  );
  return [
    `\`${licence.number}\``,
    table([[speak(WORDS.says), speak(WORDS.shown)], ...claims]),
    ...(sentences.length > 0 ? [list(sentences)] : []),
    `${speak(WORDS.statuses)}:`,
    bullets(statuses),
  ].join("\n\n");
}
