import { cleanText } from "./clean-text.ts";
import type { RunReport } from "./run-report.ts";

/** The notices, one bracketed line each. The first says how the run ended, if nothing else says so. */
export function noticeLines(report: RunReport): string[] {
  const notices = (report.notices ?? []).map(oneLine).filter((notice) => notice !== "");
  const ending = endingToTell(report, notices);
  return [...(ending === undefined ? [] : [ending]), ...notices].map((notice) => `[${notice}]`);
}

function endingToTell(report: RunReport, notices: string[]): string | undefined {
  const tells = (pattern: RegExp): boolean => notices.some((notice) => pattern.test(notice));
  switch (report.status) {
    case "error":
      return report.error ? undefined : "failed";
    // The error of these two statuses may be the interrupt's traceback, which shows where but not why.
    case "timeout":
      return tells(/^(the run )?timed out\b/i) ? undefined : `timed out${after(report.durationMs)}`;
    case "cancelled":
      return tells(/^(the run was )?cancelled\b/i) ? undefined : "cancelled";
    // A dead sandbox raises no exception: an error here is the host's explanation of why it died.
    case "lost":
      return report.error || tells(/^(the )?sandbox\b/i) ? undefined : "the sandbox died";
    default:
      return undefined;
  }
}

function after(durationMs: number | undefined): string {
  if (durationMs === undefined) return "";
  const seconds = durationMs / 1000;
  return ` after ${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
}

function oneLine(notice: string): string {
  return cleanText(notice)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .reduce((text, line) => (text === "" ? line : `${text}${between(text, line)}${line}`), "");
}

/** A line that starts with a capital letter is a new sentence, so the line above it ends one too. */
function between(text: string, line: string): string {
  return /^\p{Lu}/u.test(line) && !/[\p{P}]$/u.test(text) ? ". " : " ";
}
