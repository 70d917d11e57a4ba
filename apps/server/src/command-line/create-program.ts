import { Command } from "commander";
import { version } from "../version.ts";
import type { CommandContext, DefineCommand } from "./define-command.ts";
import { defineCompletion } from "./completion-command.ts";
import { defineDoctor } from "./doctor-command.ts";
import { defineImage } from "./image-command.ts";
import { defineLogin } from "./login-command.ts";
import { defineInit } from "./init-command.ts";
import { defineRun } from "./run-command.ts";
import { defineServe } from "./serve-command.ts";
import { defineSessions } from "./sessions-command.ts";
import { defineTools } from "./tools-command.ts";

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

/** The command line. Without a command it serves over stdio. */
export function createProgram(context: CommandContext): Command {
  const program = new Command("mcp-code-execution")
    .description(
      "One MCP tool, run_python, in front of every MCP server you use. Without a command: serve over stdio.",
    )
    .version(version)
    .addHelpText(
      "after",
      `
Exit status: 0 where all went well, 1 where what was asked for failed, 2 where it could not be tried as asked.
NO_COLOR=1 turns colours off; MCP_BRIDGE_LOG_LEVEL is debug, info, warning or error.

Examples:
  mcp-code-execution init          puts this server into your MCP clients
  mcp-code-execution doctor        tries everything that a run needs
  mcp-code-execution run script.py`,
    )
    // Commander adds it by itself only where there is no action.
    .helpCommand("help [command]", "show this, or the help of a command")
    .showHelpAfterError("Use --help for the commands and examples.")
    // 1 means that what was asked for failed.
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  for (const define of commands) define(program, context);
  // The action reports an unknown command, with a better message than "too many arguments". Commands defined later
  // would take this over.
  return program.allowExcessArguments();
}
