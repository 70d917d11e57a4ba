import { toUSVString } from "node:util";
import { cleanText, trimTrailingNewlines } from "./clean-text.ts";
import { hasValue } from "./facts.ts";
import { noticeLines } from "./notice-lines.ts";
import { printedText } from "./printed-lines.ts";
import type { RunError, RunReport } from "./run-report.ts";

/**
 * Plain text for a model: the output, then the value, notices in brackets, and the traceback last. A run without any of
 * these gives `(no output)`, or an empty string if it shows images.
 */
export function formatCompact(report: RunReport): string {
  const printed = printedText(report.output);
  const parts = [printed.text];
  if (hasValue(report)) {
    // Directly below stderr, the value would look like a part of it.
    if (printed.endsIn === "stderr") parts.push("[value]");
    parts.push(trimTrailingNewlines(cleanText(report.value)));
  }
  parts.push(...noticeLines(report));
  if (report.error) parts.push(errorText(report.error));

  const text = toUSVString(parts.filter((part) => part !== "").join("\n"));
  if (text.trim() !== "") return text;
  return report.images?.length ? "" : "(no output)";
}

function errorText(error: RunError): string {
  const traceback = trimTrailingNewlines(cleanText(error.traceback ?? ""));
  const type = cleanText(error.type);
  const summary = [type, cleanText(error.message)].filter((part) => part !== "").join(": ");
  // A traceback ends with the summary, unless the sender truncated it.
  if (traceback !== "" && traceback.includes(type)) return traceback;
  return [traceback, summary].filter((part) => part !== "").join("\n");
}
