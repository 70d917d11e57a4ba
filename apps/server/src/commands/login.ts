import {
  fileAuthStore,
  login as logIn,
  logout as logOut,
  nearestNames,
  type ServerDefinition,
  type UrlServerDefinition,
} from "@mcp-code-execution/mcp-proxy-registry";
import { StartupError } from "../startup-error.ts";
import { defaultLoginsFolder } from "../logins-folder.ts";
import { askLine } from "../terminal/ask-line.ts";
import { withServers } from "./tools/with-servers.ts";

export interface LoginCommandOptions {
  logout?: boolean | undefined;
  /** Default true. */
  browser?: boolean | undefined;
}

/** Logs in to a server, or out of it, and prints the result. Resolves with the exit status. */
export function login(
  name: string,
  { logout, browser = true }: LoginCommandOptions,
  log: (line: string) => void,
): Promise<number> {
  return withServers(log, async ({ registry, options, signal }) => {
    const definition = urlServer(name, options.servers ?? {});
    const store = fileAuthStore(options.loginsFolder || defaultLoginsFolder());
    if (logout) {
      const wasThere = await logOut(definition, { store, signal });
      log(wasThere ? `Logged out of "${name}".` : `There was no login to "${name}".`);
      return 0;
    }
    await logIn(name, definition, {
      store,
      signal,
      onUrl(url, receiver) {
        log(`Log in to "${name}" on this page:\n\n  ${url}\n`);
        if (receiver !== undefined) log(`What you allow there goes to ${receiver}.\n`);
      },
      ...(browser && { openBrowser }),
      ...(process.stdin.isTTY && { pastedUrl: askForAddress }),
    });
    const tools = await registry.listTools(name, { signal });
    log(`Logged in to "${name}", which has ${tools.length} tools.`);
    return 0;
  });
}

async function openBrowser(url: string): Promise<void> {
  const { default: open } = await import("open");
  const opener = await open(url);
  // There may be no browser; the page's address was printed.
  opener.once("error", () => {});
}

function askForAddress(signal: AbortSignal): Promise<string> {
  const question =
    "Waiting for the browser. If it is on another machine, it ends at a page that does not load: paste its address here.\n";
  return askLine(question, signal);
}

function urlServer(name: string, servers: Record<string, ServerDefinition>): UrlServerDefinition {
  const definition = Object.hasOwn(servers, name) ? servers[name] : undefined;
  if (definition && "url" in definition) return definition;
  if (definition) {
    throw new StartupError(
      `Server "${name}" is a program on this machine; there is no login to it. What it needs goes into "env" of its entry.`,
    );
  }
  const remote = Object.keys(servers).filter((key) => "url" in (servers[key] ?? {}));
  const [nearest] = nearestNames(name, remote, 1);
  const hint = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
  const known =
    remote.length > 0
      ? `Servers behind URLs: ${remote.join(", ")}.`
      : "No server behind a URL is configured.";
  throw new StartupError(`There is no server "${name}".${hint} ${known}`);
}
