import { cleanPrintedLine, trimTrailingNewlines } from "./clean-text.ts";
import type { OutputChunk } from "./run-report.ts";

type Stream = OutputChunk["stream"];

/** A complete line of one stream, without its line break. */
interface PrintedLine {
  stream: Stream;
  text: string;
}

/**
 * What a run printed, its lines in the order in which they started, and the last stream. `[stderr]` and `[stdout]` mark
 * where the stream changes: a run that prints to stdout only has no label.
 */
export function printedText(output: readonly OutputChunk[]): { text: string; endsIn: Stream } {
  const shown: string[] = [];
  let current: Stream = "stdout";
  for (const { stream, text } of wholeLines(output)) {
    // A progress bar that erased itself leaves a blank line on stderr, which needs no label.
    if (stream !== current && stream === "stderr" && text === "") continue;
    if (stream !== current) shown.push(`[${stream}]`);
    current = stream;
    shown.push(text);
  }
  return { text: trimTrailingNewlines(shown.join("\n")), endsIn: current };
}

/** Chunks of one stream can interrupt a line of the other; here each line is complete again, and cleaned. */
function wholeLines(output: readonly OutputChunk[]): PrintedLine[] {
  const lines: PrintedLine[] = [];
  const unfinished = new Map<Stream, PrintedLine>();
  for (const { stream, text } of output) {
    const pieces = text.split("\n");
    for (const [index, piece] of pieces.entries()) {
      const isLast = index === pieces.length - 1;
      if (isLast && piece === "") break;
      const line = unfinished.get(stream) ?? { stream, text: "" };
      if (!unfinished.has(stream)) lines.push(line);
      line.text += piece;
      if (isLast) unfinished.set(stream, line);
      else unfinished.delete(stream);
    }
  }
  return lines.map((line) => ({ stream: line.stream, text: cleanPrintedLine(line.text) }));
}
