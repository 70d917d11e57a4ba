// Errors on their way to sandboxed code. Code learns what failed; paths of this machine, command lines and what servers wrote
// to stderr are only for the person, in a notice.
import { RegistryError } from "@mcp-code-execution/mcp-proxy-registry";
import type { CallContext } from "@mcp-code-execution/sandbox-runtime";
import { AuditError } from "../observability/audit/audit-error.ts";

/** Codes of the operating system and of Node, such as EACCES and ERR_MODULE_NOT_FOUND. */
const machineCode = /^(?:E[A-Z0-9]+|ERR_[A-Z0-9_]+)$/;

/** The error to throw to code instead of this one. The person is told what it leaves out. */
export function errorForCode(error: unknown, { notify }: Pick<CallContext, "notify">): unknown {
  if (error instanceof RegistryError) {
    const { code, server, tool } = error;
    if (error.message !== error.summary) notify(error.message);
    return Object.assign(new Error(error.summary, { cause: error }), { code, server, tool });
  }
  if (error instanceof AuditError) {
    notify(error.message);
    const message = "The call was not made, because it cannot be recorded in the audit log.";
    return Object.assign(new Error(message, { cause: error }), { code: error.code });
  }
  if (!(error instanceof Error) || !isOfMachine(error)) return error;
  notify(`a request of the code failed on this machine: ${error.message}`);
  const message = `The host could not do this (${error.code}). Only the person can correct that.`;
  return Object.assign(new Error(message, { cause: error }), { code: "call-failed" });
}

/** Whether the message probably contains a path. */
function isOfMachine(error: Error): error is Error & { code: string } {
  return "code" in error && typeof error.code === "string" && machineCode.test(error.code);
}
