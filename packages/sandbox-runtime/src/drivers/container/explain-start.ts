import { SandboxError } from "../../sandbox-error.ts";
import type { Engine } from "./engines/engine.ts";

const goneCodes = new Set(["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ENOTCONN"]);

/** Whether the engine no longer answers, as opposed to answering with an error. */
export function isEngineGone(error: unknown): boolean {
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return statusCode === undefined && typeof code === "string" && goneCodes.has(code);
}

/** Turns an engine's error about a failed start into one that says what to do. */
export function explainStart(error: unknown, engine: Engine, image: string | undefined): unknown {
  if (error instanceof SandboxError) return error;
  const { message } = error as Error;
  if (isEngineGone(error)) {
    return new SandboxError(
      "runtime-unavailable",
      `The ${engine.name} engine at ${engine.address} no longer answers (${message}). Start it again, or set MCP_BRIDGE_RUNTIME to another.`,
      { cause: error },
    );
  }
  if (/python3.*(not found|no such file)|(not found|no such file).*python3/i.test(message)) {
    return new SandboxError(
      "start-failed",
      `The image ${image ?? "of the sandbox"} has no python3 on its PATH. Set MCP_BRIDGE_IMAGE to one that has, or build ours with \`npx mcp-code-execution image build\`.`,
      { cause: error },
    );
  }
  return new SandboxError(
    "start-failed",
    `${engine.name} could not start the sandbox: ${message.trim().replace(/\.$/, "")}.${adviceOn(message)}`,
    { cause: error },
  );
}

/** What to do about an engine's error, as a sentence to append; empty if there is nothing to say. */
function adviceOn(message: string): string {
  if (/unknown (?:or invalid )?runtime|runtime "?[\w.-]+"? not found/i.test(message))
    return " `docker info` and `podman info` name the runtimes that an engine has; MCP_BRIDGE_OCI_RUNTIME names the one to use.";
  // A folder in memory is given to the user first, so runc fails there.
  if (/mount(?:ing)? "?tmpfs.*invalid argument|unmapped (?:user|uid)/is.test(message))
    return " The user of the sandbox may have no id in this engine's user namespaces: MCP_BRIDGE_CONTAINER_USER sets another.";
  return "";
}
