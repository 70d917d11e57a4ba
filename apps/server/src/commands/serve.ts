import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { createServer } from "../create-server.ts";
import { loadOptions } from "../load-options.ts";

/** Serves over stdin and stdout until the client goes away or the process is told to end. */
export async function serve(log: (line: string) => void): Promise<void> {
  const { server, close } = createServer(await loadOptions(log));
  const ended = new Promise<void>((resolve) => {
    server.onclose = resolve;
    process.stdin.once("end", resolve);
    process.stdin.once("close", resolve);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, resolve);
  });
  await server.connect(new StdioServerTransport());
  await ended;
  await close();
}
