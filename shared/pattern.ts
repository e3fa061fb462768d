/**
 * Codes and numbers by an authority's pattern: `{name}` becomes a text, `{name:width}` a number
 * padded with zeros. `{agency}-{yymmdd}-{sequence:4}` gives `H15.50.05.13-261008-0975`. A number
 * that outgrows its width is written whole.
 * @throws Error naming a placeholder that is not known
 */
export function fillPattern(
  pattern: string,
  values: Readonly<Record<string, string | number>>,
): string {
  return pattern.replace(
    /\{([a-z]+)(?::(\d+))?\}/g,
    (placeholder, name: string, width?: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`${pattern} has an unknown ${placeholder}`);
      return String(value).padStart(Number(width ?? 0), "0");
    },
  );
}
