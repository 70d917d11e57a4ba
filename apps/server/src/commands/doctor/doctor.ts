import { examine } from "./examine.ts";
import { printReport } from "./print-report.ts";
import { readConfig } from "../../configuration/load-options.ts";
import { paintFor } from "../../terminal/paint.ts";
import { showProgress } from "../../terminal/progress.ts";
import { terminalJson } from "../../terminal/terminal-text.ts";

export interface DoctorOptions {
  json?: boolean | undefined;
}

/** Tests everything that a run needs and prints the findings. Resolves with 0 if everything works, otherwise 1. */
export async function doctor({ json }: DoctorOptions): Promise<number> {
  const progress = showProgress("reading the configuration");
  try {
    const report = await examine(await readConfig(), progress.update);
    progress.stop();
    const text = json
      ? terminalJson({ ok: report.problems.length === 0, ...report })
      : printReport(report, paintFor(process.stdout));
    process.stdout.write(`${text}\n`);
    return report.problems.length === 0 ? 0 : 1;
  } finally {
    progress.stop();
  }
}
