import { paintFor } from "../../terminal/paint.ts";
import { terminalJson, terminalText } from "../../terminal/terminal-text.ts";
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
      ? terminalJson(tool)
      : [
          paint.strong(terminalText(tool.signature)),
          terminalText(tool.description),
          `${paint.faint("arguments")}\n${terminalJson(tool.inputSchema)}`,
          ...(tool.outputSchema
            ? [`${paint.faint("result")}\n${terminalJson(tool.outputSchema)}`]
            : []),
          ...(tool.annotations
            ? [`${paint.faint("annotations")}\n${terminalJson(tool.annotations)}`]
            : []),
        ].join("\n\n");
    process.stdout.write(`${text}\n`);
    return 0;
  });
}
