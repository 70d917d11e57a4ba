import { createHttpServer } from "../http/create-http-server.ts";
import type { HttpServerOptions } from "../http/http-options.ts";
import { loadOptions } from "../load-options.ts";

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
  const server = await createHttpServer({ ...(await loadOptions(log)), ...options, tokens, log });
  const guarded = tokens.length > 0 ? "with a token" : "without a token, for this machine alone";
  log(`serving at ${server.url} ${guarded}`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => resolve());
  });
  log("closing");
  await server.close();
}
