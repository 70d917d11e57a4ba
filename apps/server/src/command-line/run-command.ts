import { seconds } from "./arguments.ts";
import type { DefineCommand } from "./define-command.ts";

export const defineRun: DefineCommand = (program, { log }) => {
  program
    .command("run")
    .description("run a Python script with the same configuration and print the result")
    .argument("<file>", "the script, or - for stdin")
    .option("--timeout <seconds>", "how long it may run", seconds)
    .action(async (file: string, options: { timeout?: number }) => {
      const { run } = await import("../commands/run.ts");
      process.exitCode = await run(file, options, log);
    });
};
