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

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

try {
  // npx only warns of what package.json says of it, where no client shows it.
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new StartupError(
      `This is Node ${process.versions.node} (${process.execPath}), and 20.19 or newer is needed. Install one from https://nodejs.org, and name its npx as the command where your client finds this one.`,
    );
  }
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
