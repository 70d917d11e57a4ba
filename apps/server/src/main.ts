#!/usr/bin/env node
import { StartupError } from "./load-options.ts";

// stdout belongs to the protocol, or to the result.
const log = (line: string): void => console.error(`mcp-code-execution: ${line}`);

try {
  // How every client starts it: then there is no command line to read, and none is loaded.
  if (process.argv.length === 2) {
    const { serve } = await import("./commands/serve.ts");
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
