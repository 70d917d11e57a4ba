import type { SandboxError, SandboxErrorCode } from "@mcp-code-execution/sandbox-runtime";
import { latePart } from "../replaced-files-error.ts";

/** An error of the sandbox runtime, whose code is loaded with the first sandbox. */
export async function lateSandboxError(
  code: SandboxErrorCode,
  message: string,
): Promise<SandboxError> {
  const SandboxError = await latePart(
    "SandboxError",
    () => import("@mcp-code-execution/sandbox-runtime"),
  );
  return new SandboxError(code, message);
}
