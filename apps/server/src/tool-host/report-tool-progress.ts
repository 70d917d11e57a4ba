import type { CallProgress, ToolHost } from "@mcp-code-execution/sandbox-runtime";

/** How far an upstream call is. */
export interface ToolCallProgress extends CallProgress {
  server: string;
  tool: string;
}

// Beside a model nobody reads faster, and some servers report every row.
const shortestPauseMs = 100;

/** The same host, with the progress of its calls told to whoever wants to hear of their run's. */
export function reportToolProgress(
  host: ToolHost,
  listenerOf: (run: string) => ((progress: ToolCallProgress) => void) | undefined,
): ToolHost {
  return {
    ...host,
    callTool(request, context) {
      const listener = listenerOf(context.run);
      if (!listener) return host.callTool(request, context);
      const { server, tool } = request;
      let toldAt = Number.NEGATIVE_INFINITY;
      const onProgress = (progress: CallProgress): void => {
        context.onProgress?.(progress);
        const now = performance.now();
        if (now - toldAt < shortestPauseMs && progress.progress !== progress.total) return;
        toldAt = now;
        listener({ ...progress, server, tool });
      };
      return host.callTool(request, { ...context, onProgress });
    },
  };
}
