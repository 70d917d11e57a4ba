import { columns } from "../../terminal/columns.ts";
import { paintFor } from "../../terminal/paint.ts";
import { showProgress } from "../../terminal/progress.ts";
import { terminalJson, terminalName, terminalText } from "../../terminal/terminal-text.ts";
import { hasServers, noServers, withServers } from "./with-servers.ts";

/** Prints the tools of all servers, or of one. Resolves with 1 if a server could not be reached. */
export function toolsList(
  server: string | undefined,
  { json }: { json?: boolean | undefined },
  log: (line: string) => void,
): Promise<number> {
  return withServers(log, async ({ registry, options, signal }) => {
    const progress = showProgress("asking the servers for their tools");
    const { tools, failures } = await (
      server === undefined
        ? registry.catalog({ signal })
        : registry.listTools(server, { signal }).then((found) => ({ tools: found, failures: [] }))
    ).finally(() => progress.stop());
    const paint = paintFor(process.stdout);
    const lines = json
      ? [terminalJson(tools)]
      : columns(
          tools.map((tool) => [
            `${paint.strong(terminalName(tool.server))}  ${terminalText(tool.signature)}`,
            paint.faint(terminalText(firstLine(tool.description))),
          ]),
        );
    if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`);
    else if (!hasServers(options)) log(noServers);
    for (const { error } of failures) log(error.message);
    return failures.length === 0 ? 0 : 1;
  });
}

function firstLine(text: string): string {
  const [line = ""] = text.trim().split("\n");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
