#!/usr/bin/env node
import { boundHeapGrowth } from "./heap-growth.ts";
import { StartupError } from "./startup-error.ts";
import { logLine } from "./terminal/log-line.ts";

// stdout belongs to the protocol, or to the result.
const log = (line: string): void => console.error(logLine(line));

// Whoever read has seen enough, as with `| head -1`. The command goes on to its own end and status.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

boundHeapGrowth();

try {
  // How every client starts it: then there is no command line to read, and none is loaded.
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
