import type { Registry } from "@mcp-code-execution/mcp-proxy-registry";
import type { CallContext } from "@mcp-code-execution/sandbox-runtime";

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
  for (const { server, error } of failures) {
    notify(
      error.code === "still-starting"
        ? `the tools of ${server} were not searched: it is still starting; search again later`
        : `the tools of ${server} were not searched: ${error.summary}`,
    );
  }
}
