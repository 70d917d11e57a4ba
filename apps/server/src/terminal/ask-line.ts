import { createInterface } from "node:readline/promises";

/** Asks for a line on stdin; the question goes to stderr. Rejects when the signal is aborted or the input ends. */
export async function askLine(question: string, signal: AbortSignal): Promise<string> {
  // Not as a terminal: Ctrl-C is to stay a signal to the process.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const ended = new AbortController();
  lines.once("close", () => ended.abort());
  try {
    return await lines.question(question, { signal: AbortSignal.any([signal, ended.signal]) });
  } finally {
    lines.close();
  }
}
