import { type ProcessOptions, runProcess } from "./run-process.ts";

/** What the MCP Inspector's command line answers for the server that `command` starts. It needs Node 22.19. */
export async function inspect(
  command: readonly string[],
  flags: readonly string[],
  options: ProcessOptions,
): Promise<unknown> {
  const inspector = ["--yes", "@modelcontextprotocol/inspector@2", "--cli"];
  return JSON.parse(await runProcess("npx", [...inspector, ...command, ...flags], options));
}
