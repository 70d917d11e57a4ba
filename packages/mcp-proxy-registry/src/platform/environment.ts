/** Variables by name. */
export type Variables = Readonly<Record<string, string>>;

/**
 * Merges both; the second takes precedence. On Windows `Path` and `PATH` are the same variable, and Node would pass on
 * whichever is first in the alphabet.
 */
export function withVariables(
  variables: Variables,
  more: Variables,
  platform: NodeJS.Platform = process.platform,
): Record<string, string> {
  if (platform !== "win32") return { ...variables, ...more };
  const names = new Set(Object.keys(more).map((name) => name.toUpperCase()));
  const others = Object.entries(variables).filter(([name]) => !names.has(name.toUpperCase()));
  return { ...Object.fromEntries(others), ...more };
}
