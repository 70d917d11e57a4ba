import { type ProcessOptions, runProcess } from "./run-process.ts";

/** What the MCP Inspector's command line answers for a server that this Node runs. It needs Node 22.19. */
export async function inspect(
  program: readonly string[],
  flags: readonly string[],
  options: ProcessOptions,
): Promise<unknown> {
  const inspector = ["--yes", "@modelcontextprotocol/inspector@2", "--cli"];
  const args = [...inspector, process.execPath, ...program, ...flags];
  return JSON.parse(await runProcess("npx", args, options));
}
