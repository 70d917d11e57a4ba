import type { Registry } from "@mcp-code-execution/mcp-proxy-registry";
import type { CallContext } from "@mcp-code-execution/sandbox-runtime";
import { unsearchedNotices } from "./unsearched-notices.ts";

/**
 * Starts these servers at the same time and waits until their tools are known. If a server fails or is much slower than
 * the others, only its own tools are missing; a slow server continues to start.
 */
export async function learnTools(
  registry: Registry,
  servers: readonly string[],
  { signal, notify }: CallContext,
): Promise<void> {
  const { failures } = await registry.catalog({ servers, signal, stragglers: "leave" });
  for (const notice of unsearchedNotices(failures)) notify(notice);
}
