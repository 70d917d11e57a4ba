#!/usr/bin/env node
import { createProgram } from "./command-line/create-program.ts";
import { StartupError } from "./load-options.ts";

// stdout belongs to the protocol, or to the result.
const log = (line: string): void => console.error(`mcp-code-execution: ${line}`);

try {
  await createProgram({ log }).parseAsync();
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  log(error.message);
  process.exitCode = 2;
}
