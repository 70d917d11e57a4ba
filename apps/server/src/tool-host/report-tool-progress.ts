import type { CallProgress } from "@mcp-code-execution/sandbox-runtime";
import { shortVisibleText } from "../client/visible-text.ts";

/** How far an upstream call is. */
export interface ToolCallProgress extends CallProgress {
  server: string;
  tool: string;
}

// Beside a model nobody reads faster, and some servers report every row.
const shortestPauseMs = 100;
const maxCharacters = 500;

/** Told how far the calls of a run are. */
export type ToolProgressListener = (progress: ToolCallProgress) => void;

/** Takes the progress of one call, for whoever wants to hear of its run's. */
export function reportToolProgress(
  { server, tool }: { server: string; tool: string },
  listener: ToolProgressListener,
): (progress: CallProgress) => void {
  let isDone = false;
  let toldAt = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    // The end is told at once; a server that is at its end again and again waits as others do.
    const isEnd = !isDone && progress.progress === progress.total;
    if (now - toldAt < shortestPauseMs && !isEnd) return;
    toldAt = now;
    isDone ||= isEnd;
    const { message } = progress;
    const text = message !== undefined && { message: shortVisibleText(message, maxCharacters) };
    listener({ ...progress, ...text, server, tool });
  };
}
