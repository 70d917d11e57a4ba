import { createReadStream } from "node:fs";
import { formatText } from "@mcp-code-execution/output-formatters";
import { createBridge } from "../bridge/bridge.ts";
import { loadOptions } from "../configuration/load-options.ts";
import { StartupError } from "../startup-error.ts";

const maxBytes = 64 * 2 ** 20;

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
  // A single run needs no warm sandbox.
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
  // The file may be a pipe, such as a shell's `<(…)`, so only its length is limited and not its kind.
  const source: AsyncIterable<Buffer> = file === "-" ? process.stdin : createReadStream(file);
  const pieces: Buffer[] = [];
  let left = maxBytes;
  try {
    for await (const piece of source) {
      left -= piece.length;
      if (left < 0) break;
      pieces.push(piece);
    }
  } catch (error) {
    throw new StartupError(
      `${file} cannot be read: ${(error as Error).message}. Name a Python file, or - for stdin.`,
    );
  }
  if (left < 0) {
    throw new StartupError(
      `${file} has more than ${maxBytes / 2 ** 20} MiB, which is as much as is read. Have the script read its data itself.`,
    );
  }
  return Buffer.concat(pieces).toString("utf8");
}
