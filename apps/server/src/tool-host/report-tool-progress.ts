import type { CallProgress } from "@mcp-code-execution/sandbox-runtime";
import { shortVisibleText } from "../client/visible-text.ts";

/** The progress of an upstream call. */
export interface ToolCallProgress extends CallProgress {
  server: string;
  tool: string;
}

// Nobody reads progress faster than this, and some servers report every row.
const shortestPauseMs = 100;
const maxCharacters = 500;

/** Receives the progress of a run's calls. */
export type ToolProgressListener = (progress: ToolCallProgress) => void;

/** Returns a function that receives the progress of one call and passes it to the listener of its run. */
export function reportToolProgress(
  { server, tool }: { server: string; tool: string },
  listener: ToolProgressListener,
): (progress: CallProgress) => void {
  let isDone = false;
  let toldAt = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    // The end is reported immediately, but only once; a server that repeatedly reports the end is throttled like
    // others.
    const isEnd = !isDone && progress.progress === progress.total;
    if (now - toldAt < shortestPauseMs && !isEnd) return;
    toldAt = now;
    isDone ||= isEnd;
    const { message } = progress;
    const text = message !== undefined && { message: shortVisibleText(message, maxCharacters) };
    listener({ ...progress, ...text, server, tool });
  };
}
