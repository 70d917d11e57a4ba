import type { ToolCallOutcome } from "./run-observer.ts";

/** What an error of a call amounts to. */
export function callOutcome(error: unknown): ToolCallOutcome {
  const code = errorCodeOf(error);
  if (code === "denied") return "denied";
  return code === "cancelled" ? "cancelled" : "failed";
}

export function errorCodeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "call-failed";
}
