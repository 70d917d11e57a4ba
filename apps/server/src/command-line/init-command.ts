import { Option } from "commander";
import { clientNames } from "../commands/init/client-places.ts";
import type { DefineCommand } from "./define-command.ts";

export const defineInit: DefineCommand = (program, { log }) => {
  program
    .command("init")
    .description("put this server into the configuration of your MCP clients")
    .addOption(
      new Option(
        "--client <name...>",
        "only these; default: all that seem to be installed",
      ).choices(clientNames),
    )
    .option(
      "--move-servers",
      "move their servers behind run_python, into ~/.config/mcp-bridge/config.json",
    )
    .option("--no-move-servers", "leave them where they are, unasked")
    .option("--project", "with the servers of the project in this folder, which a team may share")
    .option("--dry-run", "show what would change and write nothing")
    .option("--yes", "write without asking")
    .addOption(
      new Option("--undo", "put back byte for byte what the last init has changed").conflicts([
        "client",
        "moveServers",
        "project",
        "dryRun",
      ]),
    )
    .addHelpText(
      "after",
      `
Shows what will change, secrets masked, and writes after a yes. Every file is kept as it was until --undo.
Exit status: 0; 1 if a file had to be left as it is or the answer was no; 2 if there is nobody to ask.

Examples:
  mcp-code-execution init
  mcp-code-execution init --client claude-code cursor --move-servers
  mcp-code-execution init --dry-run
  mcp-code-execution init --undo`,
    )
    .action(async (options) => {
      const { init } = await import("../commands/init/init.ts");
      process.exitCode = await init(options, log);
    });
};
