/**
 * Which changes of the table each stream function is given, as Lambda's filter patterns
 * (docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html): equal values and prefixes.
 */
type Pattern = { readonly [member: string]: Pattern | readonly Match[] };
type Match = string | { readonly prefix: string };

export const STREAM_FILTERS = {
  /** The execution of such an application has something to hear. */
  "moving-applications": {
    dynamodb: {
      NewImage: { sk: { S: ["APPLICATION"] }, wake: { S: [{ prefix: "redrive#" }] } },
    },
  },
  "owed-mails": {
    eventName: ["INSERT"],
    dynamodb: { NewImage: { sk: { S: [{ prefix: "MAIL#" }] } } },
  },
} as const satisfies Record<string, Pattern>;

/** Whether a value passes a pattern, as Lambda decides it. */
export function passes(pattern: Pattern, value: unknown): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    const member = (value as Record<string, unknown> | undefined)?.[name];
    if (!Array.isArray(wanted)) return passes(wanted as Pattern, member);
    return (wanted as readonly Match[]).some((match) =>
      typeof match === "string"
        ? member === match
        : typeof member === "string" && member.startsWith(match.prefix),
    );
  });
}
