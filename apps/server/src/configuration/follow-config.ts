import {
  watchConfig,
  type ConfigChange,
  type ConfigWatcher,
  type LoadedConfig,
} from "@mcp-code-execution/config";
import type { Bridge } from "../bridge/bridge-types.ts";
import { levelFilter } from "./load-options.ts";

/** Applies changes in the user's files to the servers, one after the other, starting from what was loaded last. */
export function followConfig(
  since: LoadedConfig,
  setServers: Bridge["setServers"],
  log: (line: string) => void,
): Promise<ConfigWatcher> {
  if (levelFilter(since.settings.logLevel)("info")) tellWorkingDirectory(since, log);
  let applied = Promise.resolve();

  async function apply({ servers, unusable, problems }: ConfigChange): Promise<void> {
    const messages = problems.map(({ message }) => message);
    for (const message of messages) log(message);
    try {
      await setServers(
        servers,
        messages.map((message) => `configuration: ${message}`),
        unusable,
      );
    } catch (error) {
      log(`the changed configuration cannot be used: ${String(error)}`);
    }
  }

  return watchConfig({
    since,
    ownEntryPaths: process.argv.slice(1, 2),
    onChange(change) {
      applied = applied.then(() => apply(change));
    },
  });
}

/** Logs which servers the working directory defines, for whoever started this server there. */
function tellWorkingDirectory({ sources }: LoadedConfig, log: (line: string) => void): void {
  for (const { kind, label, servers } of sources) {
    if (kind !== "working-directory" || servers.length === 0) continue;
    log(
      `the working directory's ${label} brings ${servers.join(", ")}; it is read at the start only`,
    );
  }
}
