import { formatCompact } from "./compact.ts";
import { checkReport } from "./check-report.ts";
import { runFacts } from "./facts.ts";
import { FormatError } from "./format-error.ts";
import { formatJson } from "./json.ts";
import type { OutputMode, RunReport } from "./run-report.ts";
import { formatToon } from "./toon.ts";

/** A content block of a Model Context Protocol tool result. */
export type ContentBlock =
  | { type: "text"; text: string }
  | { type: "image"; mimeType: string; data: string };

/** A run as the result of a Model Context Protocol tool call. */
export type FormattedRun = {
  /** One text block, then the images in their order. The text block is omitted if it would be empty beside images. */
  content: ContentBlock[];
  /**
   * `{status, stdout?, stderr?, value?, error?: {type?, message?, traceback?}, notices?, images?}`, the same in every
   * mode: text is exact, images are represented by their media types, and empty fields are omitted.
   */
  structuredContent: Record<string, unknown>;
  /** True for every status except `ok`. */
  isError: boolean;
};

/**
 * Formats a run as a tool result: text in the given mode, images, and the facts as structured content.
 *
 * @throws {FormatError} `unknown-mode` or `invalid-report`, if JavaScript code passed something else.
 */
export function formatRun(report: RunReport, mode: OutputMode): FormattedRun {
  const checked = checkReport(report);
  const text = write(checked, mode);
  const images = checked.images ?? [];
  return {
    content: [
      ...(text === "" ? [] : [{ type: "text" as const, text }]),
      ...images.map(({ mimeType, data }) => ({ type: "image" as const, mimeType, data })),
    ],
    structuredContent: runFacts(checked),
    isError: checked.status !== "ok",
  };
}

/**
 * Formats a run as text alone. The text is empty only in compact mode, for a run that shows images and nothing else.
 *
 * @throws {FormatError} `unknown-mode` or `invalid-report`, if JavaScript code passed something else.
 */
export function formatText(report: RunReport, mode: OutputMode): string {
  return write(checkReport(report), mode);
}

function write(report: RunReport, mode: OutputMode): string {
  switch (mode) {
    case "compact":
      return formatCompact(report);
    case "toon":
      return formatToon(runFacts(report));
    case "json":
      return formatJson(runFacts(report));
    default:
      throw new FormatError(
        "unknown-mode",
        `Unknown output mode "${String(mode)}". Use one of: compact, toon, json.`,
      );
  }
}
