import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { formatText } from "@mcp-code-execution/output-formatters";
import { createBridge } from "../bridge.ts";
import { loadOptions, StartupError } from "../load-options.ts";

export interface RunCommandOptions {
  /** Seconds. */
  timeout?: number | undefined;
}

/** Runs a script with the user's configuration and prints the result. Resolves with the exit status. */
export async function run(
  file: string,
  { timeout }: RunCommandOptions,
  log: (line: string) => void,
): Promise<number> {
  const code = await readScript(file);
  // One run needs no sandbox beside its own.
  await using bridge = createBridge({ ...(await loadOptions(log)), warm: 0 });
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort());
  process.once("SIGTERM", () => interrupted.abort());
  const report = await bridge.run(code, {
    signal: interrupted.signal,
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
  });
  process.stdout.write(`${formatText(report, bridge.outputMode)}\n`);
  const images = report.images?.length ?? 0;
  if (images > 0)
    log(
      `the script showed ${images} image(s), which only an MCP client can show: save them to files through a server`,
    );
  return report.status === "ok" ? 0 : 1;
}

async function readScript(file: string): Promise<string> {
  if (file === "-") return text(process.stdin);
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new StartupError(
      `${file} cannot be read: ${(error as Error).message}. Name a Python file, or - for stdin.`,
    );
  }
}
