import { paintFor } from "../../terminal/paint.ts";
import { terminalText } from "../../terminal/terminal-text.ts";
import { withServers } from "./with-servers.ts";

/** Prints what a tool does and takes. */
export function toolsShow(
  server: string,
  name: string,
  { json }: { json?: boolean | undefined },
  log: (line: string) => void,
): Promise<number> {
  return withServers(log, async ({ registry, signal }) => {
    const tool = await registry.resolveTool(server, name, { signal });
    const paint = paintFor(process.stdout);
    const text = json
      ? JSON.stringify(tool, null, 2)
      : [
          paint.strong(terminalText(tool.signature)),
          terminalText(tool.description),
          `${paint.faint("arguments")}\n${JSON.stringify(tool.inputSchema, null, 2)}`,
          ...(tool.outputSchema
            ? [`${paint.faint("result")}\n${JSON.stringify(tool.outputSchema, null, 2)}`]
            : []),
          ...(tool.annotations
            ? [`${paint.faint("annotations")}\n${JSON.stringify(tool.annotations, null, 2)}`]
            : []),
        ].join("\n\n");
    process.stdout.write(`${text}\n`);
    return 0;
  });
}
