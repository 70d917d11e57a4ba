import type { AskOptions } from "@mcp-code-execution/mcp-proxy-registry";
import type { CallContext } from "@mcp-code-execution/sandbox-runtime";

/** What the sandbox says of a request; undefined if no code makes it. The registry passes it on without knowing what it is. */
export function contextOf(ask: AskOptions | undefined): CallContext | undefined {
  return ask?.context as CallContext | undefined;
}
