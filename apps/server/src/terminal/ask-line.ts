import { createInterface } from "node:readline/promises";

/** Reads a line from stdin; the question is written to stderr. Rejects when the signal is aborted or the input ends. */
export async function askLine(question: string, signal: AbortSignal): Promise<string> {
  // Not in terminal mode, so that Ctrl-C remains a signal to the process.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const ended = new AbortController();
  lines.once("close", () => ended.abort());
  try {
    return await lines.question(question, { signal: AbortSignal.any([signal, ended.signal]) });
  } finally {
    lines.close();
  }
}
