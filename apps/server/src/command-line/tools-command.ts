import type { Command } from "commander";
import { wholeNumber } from "./arguments.ts";
import type { DefineCommand } from "./define-command.ts";

const json = ["--json", "print JSON"] as const;

export const defineTools: DefineCommand = (program, { log }) => {
  const tools = program
    .command("tools")
    .description("the tools of your servers, as code in the sandbox sees them")
    .addHelpText(
      "after",
      `
Exit status: 0, or 1 where a server, a tool or its answer failed.

Examples:
  mcp-code-execution tools list github
  mcp-code-execution tools search create issue
  mcp-code-execution tools show github create_issue
  mcp-code-execution tools call github create_issue owner=me repo=notes title=Hello`,
    );
  defineList(tools, log);
  tools
    .command("search")
    .description("find tools by what they are for")
    .argument("<words...>", "keywords or a sentence")
    .option("--limit <number>", "most hits; default 10", wholeNumber)
    .option("--server <name>", "only tools of this server")
    .option(...json)
    .action(async (words: string[], options) => {
      const { toolsSearch } = await import("../commands/tools/tools-search.ts");
      process.exitCode = await toolsSearch(words.join(" "), options, log);
    });
  tools
    .command("show")
    .description("what a tool does, takes and gives")
    .argument("<server>")
    .argument("<tool>")
    .option(...json)
    .action(async (server: string, tool: string, options) => {
      const { toolsShow } = await import("../commands/tools/tools-show.ts");
      process.exitCode = await toolsShow(server, tool, options, log);
    });
  defineCall(tools, log);
};

function defineList(tools: Command, log: (line: string) => void): void {
  tools
    .command("list")
    .description("all tools, or those of one server")
    .argument("[server]")
    .option(...json)
    .action(async (server: string | undefined, options) => {
      const { toolsList } = await import("../commands/tools/tools-list.ts");
      process.exitCode = await toolsList(server, options, log);
    });
}

function defineCall(tools: Command, log: (line: string) => void): void {
  tools
    .command("call")
    .description("call a tool and print its answer")
    .argument("<server>")
    .argument("<tool>")
    .argument("[arguments...]", "one JSON object, key=value words, or - for JSON from stdin")
    .option("--json", "print the whole result as MCP defines it")
    .addHelpText(
      "after",
      `
What the configuration forbids is refused here too. Exit status: 0, or 1 where the tool failed or could not be asked.

Examples:
  mcp-code-execution tools call weather get_forecast location=Oslo days=3
  mcp-code-execution tools call github create_issue '{"owner": "me", "repo": "notes", "title": "Hello"}'
  jq -n '{path: "/tmp"}' | mcp-code-execution tools call filesystem list_directory -`,
    )
    .action(async (server: string, tool: string, words: string[], options) => {
      const { toolsCall } = await import("../commands/tools/tools-call.ts");
      process.exitCode = await toolsCall({ server, tool, words }, options, log);
    });
}
