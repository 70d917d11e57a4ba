import { createServer } from "../../create-server.ts";
import { followConfig } from "../../configuration/follow-config.ts";
import { loadConfigured } from "../../configuration/load-options.ts";
import { connectClient } from "./connect-client.ts";
import { endInTime } from "./end-in-time.ts";

/** Serves over stdin and stdout until the client goes away or the process is told to end. */
export async function serve(log: (line: string) => void): Promise<void> {
  const { config, options } = await loadConfigured(log);
  const { server, running, setServers, close } = createServer(options);
  const ended = new Promise<void>((resolve) => {
    server.onclose = resolve;
    process.stdin.once("end", resolve);
    process.stdin.once("close", resolve);
    process.stdout.once("error", resolve);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, resolve);
  });
  const { stdin: input, stdout: output } = process;
  const stop = await connectClient({ server, running }, { input, output, log });
  using _watcher = await followConfig(config, setServers, log);
  await ended;
  endInTime(log);
  await close();
  stop();
}
