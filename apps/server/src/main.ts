#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from "commander";
import type { ImageBuildOptions } from "./commands/image-build.ts";
import { StartupError } from "./load-options.ts";
import { version } from "./version.ts";

// stdout belongs to the protocol, or to the result.
const log = (line: string): void => console.error(`mcp-code-execution: ${line}`);

const program = new Command("mcp-code-execution")
  .description(
    "One MCP tool, run_python, in front of every MCP server you use. Without a command: serve over stdio.",
  )
  .version(version)
  // 1 means that a script failed.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .action(async () => {
    const { serve } = await import("./commands/serve.ts");
    await serve(log);
  });

program
  .command("run")
  .description("run a Python script with the same configuration and print the result")
  .argument("<file>", "the script, or - for stdin")
  .option("--timeout <seconds>", "how long it may run", seconds)
  .action(async (file: string, options: { timeout?: number }) => {
    const { run } = await import("./commands/run.ts");
    process.exitCode = await run(file, options, log);
  });

program
  .command("image")
  .description("the image that container sandboxes run")
  .command("build")
  .description("build it on your engine, with the packages for data analysis")
  .addOption(
    new Option("--engine <name>", "default: podman where it answers, else docker").choices([
      "podman",
      "docker",
    ]),
  )
  .option("--base <image>", "image to start from", "debian:trixie-slim")
  .option("--network <name>", "network of the build, as the engine names it")
  .action(async (options: ImageBuildOptions) => {
    const { imageBuild } = await import("./commands/image-build.ts");
    process.exitCode = await imageBuild(options, (line) => console.error(line));
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  log(error.message);
  process.exitCode = 2;
}

function seconds(value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError("It must be a number of seconds above 0.");
  return number;
}
