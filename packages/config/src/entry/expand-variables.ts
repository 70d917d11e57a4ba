/** A text with its variables expanded, and the names of variables without a value. */
export interface ExpandedText {
  text: string;
  /** Variables that are not set and have no default; they stay in `text` as written. */
  missing: string[];
}

// Each character of a default matches in only one way, and the length is limited, so that the time does not grow with
// the square of a text's length.
const reference =
  /\$?\$\{(?:env:)?([A-Za-z_][A-Za-z0-9_]{0,200})(?::-((?:\$\{[^}]{0,1000}\}|\$(?!\{)|[^}$]){0,2000}))?\}/g;

/**
 * Replaces `${VAR}` (and `${env:VAR}`, as some editors write it) by its value and `${VAR:-default}` by the default where
 * the variable is unset or empty. `$${VAR}` stands for a literal `${VAR}`. Values are not expanded again.
 */
export function expandVariables(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): ExpandedText {
  const missing: string[] = [];
  const expanded = text.replaceAll(
    reference,
    (written: string, name: string, fallback: string | undefined) => {
      if (written.startsWith("$$")) return written.slice(1);
      const value = environment[name];
      if (value !== undefined && (value !== "" || fallback === undefined)) return value;
      if (fallback === undefined) {
        missing.push(name);
        return written;
      }
      const inner = expandVariables(fallback, environment);
      missing.push(...inner.missing);
      return inner.text;
    },
  );
  return { text: expanded, missing };
}
