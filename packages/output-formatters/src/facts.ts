import { toUSVString } from "node:util";
import type { OutputChunk, RunError, RunReport, RunStatus } from "./run-report.ts";

/** The content of `structuredContent`, and of the modes `toon` and `json`. */
export type RunFacts = {
  status: RunStatus;
  stdout?: string;
  stderr?: string;
  value?: string;
  error?: Partial<RunError>;
  notices?: string[];
  /** The media types of the images; their data is sent in content blocks. */
  images?: string[];
};

/**
 * The facts of a run, without empty fields. Text is exact, including escape sequences and trailing newlines; only lone
 * surrogates, which UTF-8 cannot represent, become U+FFFD.
 */
export function runFacts(report: RunReport): RunFacts {
  const { status, error, notices = [], images = [] } = report;
  const mayBeEmpty = {
    stdout: toUSVString(printedTo(report, "stdout")),
    stderr: toUSVString(printedTo(report, "stderr")),
    value: hasValue(report) ? toUSVString(report.value) : "",
    error: withoutEmpty({
      type: toUSVString(error?.type ?? ""),
      message: toUSVString(error?.message ?? ""),
      traceback: toUSVString(error?.traceback ?? ""),
    }),
    notices: notices.filter((notice) => notice !== "").map((notice) => toUSVString(notice)),
    images: images.map((image) => toUSVString(image.mimeType)),
  };
  return { status, ...withoutEmpty(mayBeEmpty) };
}

/** False for `None` too, which says no more than a missing value. */
export function hasValue(report: RunReport): report is RunReport & { value: string } {
  return report.value !== undefined && report.value !== "" && report.value !== "None";
}

function printedTo(report: RunReport, stream: OutputChunk["stream"]): string {
  const chunks = report.output.filter((chunk) => chunk.stream === stream);
  return chunks.map((chunk) => chunk.text).join("");
}

function withoutEmpty<Fields extends object>(fields: Fields): Partial<Fields> {
  const kept: Partial<Fields> = {};
  for (const key in fields) {
    const field: unknown = fields[key];
    const empty =
      field === "" || (typeof field === "object" && Object.keys({ ...field }).length === 0);
    if (!empty) kept[key] = fields[key];
  }
  return kept;
}
