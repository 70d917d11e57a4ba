const maxLength = 500;

/** An error's message, shortened, with the system's error code that `fetch` hides in its cause. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return shorten(String(error));
  const code = errorCode(error.cause);
  return shorten(error.message) + (code === undefined ? "" : ` (${code})`);
}

/** The system's error code, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

function shorten(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}
