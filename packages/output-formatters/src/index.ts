export { cleanText } from "./clean-text.ts";
export { FormatError } from "./format-error.ts";
export type { FormatErrorCode } from "./format-error.ts";
export { formatRun, formatText } from "./format-run.ts";
export type { ContentBlock, FormattedRun } from "./format-run.ts";
export type {
  OutputChunk,
  OutputMode,
  RunError,
  RunImage,
  RunReport,
  RunStatus,
} from "./run-report.ts";
