import { RegistryError, type Registry } from "@mcp-code-execution/mcp-proxy-registry";
import type { CallContext } from "@mcp-code-execution/sandbox-runtime";

/** A server that says nothing may hold up a search for so long, and no longer. */
const patienceMs = 10_000;

/**
 * Starts these servers, all at once, until their tools are known. One that fails, or is slower than the others have
 * patience for, costs only its own tools; a slow one goes on starting.
 */
export async function learnTools(
  registry: Registry,
  servers: readonly string[],
  { signal, notify }: CallContext,
): Promise<void> {
  const patience = AbortSignal.timeout(patienceMs);
  await Promise.all(
    servers.map(async (name) => {
      try {
        await registry.listTools(name, { signal: AbortSignal.any([signal, patience]) });
      } catch (error) {
        if (signal.aborted) return;
        const isLate =
          patience.aborted && error instanceof RegistryError && error.code === "cancelled";
        notify(
          isLate
            ? `the tools of ${name} were not searched: it is still starting; search again later`
            : `the tools of ${name} were not searched: ${error instanceof RegistryError ? error.summary : String(error)}`,
        );
      }
    }),
  );
}
