import { followConfig } from "../../configuration/follow-config.ts";
import { createHttpServer } from "../../http/create-http-server.ts";
import type { HttpServerOptions } from "../../http/http-options.ts";
import { loadConfigured } from "../../configuration/load-options.ts";
import { endInTime } from "./end-in-time.ts";

/** The HTTP options that the command line sets. */
export type ServeHttpOptions = Pick<
  HttpServerOptions,
  "host" | "port" | "allowedHosts" | "maxSessions" | "maxRuns" | "sessionIdleSeconds"
>;

/** Serves over HTTP until the process is told to end. Throws a StartupError. */
export async function serveHttp(
  options: ServeHttpOptions,
  log: (line: string) => void,
): Promise<void> {
  const tokens = (process.env["MCP_BRIDGE_HTTP_TOKEN"] ?? "").split(/[,\s]+/).filter(Boolean);
  const { config, options: configured } = await loadConfigured(log);
  const server = await createHttpServer({ ...configured, ...options, tokens, log });
  const guarded = tokens.length > 0 ? "with a token" : "without a token, for this machine alone";
  log(`serving at ${server.url} ${guarded}`);
  using _watcher = await followConfig(config, server.setServers, log);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => resolve());
  });
  log("closing");
  endInTime(log);
  await server.close();
}
