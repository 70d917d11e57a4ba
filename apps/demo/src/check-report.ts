import { readFile } from "node:fs/promises";
import { DemoError } from "./demo-error.ts";

/** Reads the report from disk, outside of the sandbox, and makes sure that it has the right total. */
export async function checkReport(path: string, total: string): Promise<string> {
  const report = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new DemoError(
      "report-wrong",
      `The story should have written ${path}, which cannot be read: ${(cause as Error).message}.`,
      { cause },
    );
  });
  if (!report.includes(total)) {
    throw new DemoError(
      "report-wrong",
      `The report should have the total ${total}, which the sample files add up to. It says:\n${report}`,
    );
  }
  return report;
}
