import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { createServer } from "../../create-server.ts";
import { followConfig } from "../../configuration/follow-config.ts";
import { loadConfigured } from "../../configuration/load-options.ts";
import { clientInput } from "./client-input.ts";

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
  const { messages, maxBufferSize, stop } = clientInput(process.stdin, { answer, log });
  await server.connect(new StdioServerTransport(messages, process.stdout, { maxBufferSize }));
  using _watcher = await followConfig(config, setServers, log);
  await ended;
  await close();
  stop();
}

function answer(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
