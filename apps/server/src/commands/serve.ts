import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { createServer } from "../create-server.ts";
import { followConfig } from "../follow-config.ts";
import { loadConfigured } from "../load-options.ts";

/** Serves over stdin and stdout until the client goes away or the process is told to end. */
export async function serve(log: (line: string) => void): Promise<void> {
  const { config, options } = await loadConfigured(log);
  const { server, setServers, close } = createServer(options);
  const ended = new Promise<void>((resolve) => {
    server.onclose = resolve;
    process.stdin.once("end", resolve);
    process.stdin.once("close", resolve);
    process.stdout.once("error", resolve);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, resolve);
  });
  await server.connect(new StdioServerTransport());
  using _watcher = await followConfig(config, setServers, log);
  await ended;
  await close();
}
