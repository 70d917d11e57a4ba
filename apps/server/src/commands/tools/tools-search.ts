import { columns } from "../../terminal/columns.ts";
import { paintFor } from "../../terminal/paint.ts";
import { showProgress } from "../../terminal/progress.ts";
import { terminalJson, terminalName, terminalText } from "../../terminal/terminal-text.ts";
import { createToolHost } from "../../tool-host/create-tool-host.ts";
import { callContext } from "./call-context.ts";
import { hasServers, noServers, withServers } from "./with-servers.ts";

export interface ToolsSearchOptions {
  json?: boolean | undefined;
  limit?: number | undefined;
  server?: string | undefined;
}

interface Hit {
  server: string;
  signature: string;
  description: string;
  score: number;
}

/** Searches as code in the sandbox does. Resolves with 1 if nothing matches. */
export function toolsSearch(
  query: string,
  { json, limit = 10, server }: ToolsSearchOptions,
  log: (line: string) => void,
): Promise<number> {
  return withServers(log, async ({ registry, options, signal }) => {
    const progress = showProgress("asking the servers for their tools");
    const hits = (await createToolHost(registry)
      .searchTools({ query, limit, server, detail: "summary" }, callContext(signal, log))
      .finally(() => progress.stop())) as Hit[];
    const paint = paintFor(process.stdout);
    const lines = json
      ? [terminalJson(hits)]
      : columns(
          hits.map((hit) => [
            hit.score.toFixed(2),
            `${paint.strong(terminalName(hit.server))}  ${terminalText(hit.signature)}`,
            paint.faint(terminalText(hit.description)),
          ]),
        );
    if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`);
    if (hits.length > 0) return 0;
    log(hasServers(options) ? "no tool fits; try other words" : noServers);
    return 1;
  });
}
