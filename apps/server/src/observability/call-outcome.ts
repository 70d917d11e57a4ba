import type { ToolCallOutcome } from "./run-observer.ts";

// Those of `AccessError`.
const deniedCodes: ReadonlySet<string> = new Set([
  "tool-denied",
  "call-refused",
  "cannot-ask",
  "tool-changed",
  "call-limit",
]);

/** What an error of a call amounts to. */
export function callOutcome(error: unknown): ToolCallOutcome {
  const code = errorCodeOf(error);
  if (deniedCodes.has(code)) return "denied";
  return code === "cancelled" ? "cancelled" : "failed";
}

/** The error's own code, else `call-failed`. */
export function errorCodeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "call-failed";
}
