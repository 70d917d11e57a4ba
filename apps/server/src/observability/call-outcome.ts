import type { ToolCallOutcome } from "./run-observer.ts";

// Codes of `AccessError`.
const deniedCodes: ReadonlySet<string> = new Set([
  "tool-denied",
  "call-refused",
  "cannot-ask",
  "tool-changed",
  "call-limit",
]);

/** The outcome that an error of a call stands for. */
export function callOutcome(error: unknown): ToolCallOutcome {
  const code = errorCodeOf(error);
  if (deniedCodes.has(code)) return "denied";
  return code === "cancelled" ? "cancelled" : "failed";
}

/** The error's own code, or `call-failed`. */
export function errorCodeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "call-failed";
}
