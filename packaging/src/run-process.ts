import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

export interface ProcessOptions {
  cwd: string;
  environment?: NodeJS.ProcessEnv;
}

/** Resolves with what the program wrote to stdout; rejects with both outputs where its status is not 0. */
export async function runProcess(
  command: string,
  args: readonly string[],
  { cwd, environment = process.env }: ProcessOptions,
): Promise<string> {
  const child = spawn(command, args, {
    cwd,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    // npm and npx are scripts there.
    shell: process.platform === "win32" && !command.endsWith(".exe"),
  });
  const status = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [stdout, stderr] = await Promise.all([read(child.stdout), read(child.stderr), status]);
  if ((await status) === 0) return stdout;
  throw new Error(
    `${[command, ...args].join(" ")} ended with ${await status}:\n${stdout}${stderr}`,
  );
}

const read = async (stream: Readable): Promise<string> => await text(stream);
