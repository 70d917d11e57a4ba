#!/usr/bin/env node
import { boundHeapGrowth } from "./heap-growth.ts";
import { StartupError } from "./startup-error.ts";
import { logLine } from "./terminal/log-line.ts";

// stdout belongs to the protocol, or to the result.
const log = (line: string): void => console.error(logLine(line));

// The reader may close the pipe, as `| head -1` does. The command still runs to its end and exit status.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

boundHeapGrowth();

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

try {
  // For an unsupported version, npx only prints a warning, which no client shows.
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new StartupError(
      `This is Node ${process.versions.node} (${process.execPath}), and 20.19 or newer is needed. Install one from https://nodejs.org, and name its npx as the command where your client finds this one.`,
    );
  }
  // This is how clients start it: there are no arguments, so the command line is not loaded.
  if (process.argv.length === 2) {
    const { serve } = await import("./commands/serve/serve.ts");
    await serve(log);
  } else {
    const { createProgram } = await import("./command-line/create-program.ts");
    await createProgram({ log }).parseAsync();
  }
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  log(error.message);
  process.exitCode = 2;
}
