#!/usr/bin/env node
import { Command } from "commander";
import type { DefineCommand } from "./command-line/define-command.ts";
import { defineCompletion } from "./command-line/completion-command.ts";
import { defineDoctor } from "./command-line/doctor-command.ts";
import { defineImage } from "./command-line/image-command.ts";
import { defineLogin } from "./command-line/login-command.ts";
import { defineInit } from "./command-line/init-command.ts";
import { defineRun } from "./command-line/run-command.ts";
import { defineServe } from "./command-line/serve-command.ts";
import { defineSessions } from "./command-line/sessions-command.ts";
import { defineTools } from "./command-line/tools-command.ts";
import { StartupError } from "./load-options.ts";
import { version } from "./version.ts";

// In the order in which the help lists them.
const commands: readonly DefineCommand[] = [
  defineServe,
  defineRun,
  defineLogin,
  defineInit,
  defineDoctor,
  defineTools,
  defineSessions,
  defineImage,
  defineCompletion,
];

// stdout belongs to the protocol, or to the result.
const log = (line: string): void => console.error(`mcp-code-execution: ${line}`);

const program = new Command("mcp-code-execution")
  .description(
    "One MCP tool, run_python, in front of every MCP server you use. Without a command: serve over stdio.",
  )
  .version(version)
  // 1 means that a script failed.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

for (const define of commands) define(program, { log });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  log(error.message);
  process.exitCode = 2;
}
