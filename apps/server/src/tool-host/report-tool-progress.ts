import type { CallProgress, ToolHost } from "@mcp-code-execution/sandbox-runtime";
import { shortVisibleText } from "../client/visible-text.ts";

/** How far an upstream call is. */
export interface ToolCallProgress extends CallProgress {
  server: string;
  tool: string;
}

// Beside a model nobody reads faster, and some servers report every row.
const shortestPauseMs = 100;
const maxCharacters = 500;

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
      let isDone = false;
      let toldAt = Number.NEGATIVE_INFINITY;
      const onProgress = (progress: CallProgress): void => {
        context.onProgress?.(progress);
        const now = performance.now();
        // The end is told at once; a server that is at its end again and again waits as others do.
        const isEnd = !isDone && progress.progress === progress.total;
        if (now - toldAt < shortestPauseMs && !isEnd) return;
        toldAt = now;
        isDone ||= isEnd;
        const { message } = progress;
        const text = message !== undefined && {
          message: shortVisibleText(message, maxCharacters),
        };
        listener({ ...progress, ...text, server, tool });
      };
      return host.callTool(request, { ...context, onProgress });
    },
  };
}
