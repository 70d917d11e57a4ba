import { collectConfig, isNested } from "../load-config.ts";
import type { ConfigProblem } from "../config-problem.ts";
import type { LoadConfigOptions } from "../load-config-options.ts";
import type { LoadedConfig } from "../loaded-config.ts";
import { machineOf } from "../sources/config-paths.ts";
import { isReadOnce, listSources } from "../sources/sources.ts";
import type { SourceText } from "../sources/config-source.ts";
import { watchFiles } from "./watch-files.ts";

/** What the configuration says now. */
export interface ConfigChange {
  /** All servers there are now. Those of a file that cannot be understood any more are as they last were. */
  servers: LoadedConfig["servers"];
  /** Servers that are defined and cannot be used now. */
  unusable: LoadedConfig["unusable"];
  /** What was not wrong before. */
  problems: ConfigProblem[];
}

/** What is watched, and who is told. */
export interface WatchConfigOptions extends LoadConfigOptions {
  /** What was loaded last: the first change is one from there. */
  since: Pick<LoadedConfig, "servers" | "problems" | "workingDirectoryFile"> &
    Partial<Pick<LoadedConfig, "unusable">>;
  /** Told when servers have changed, or something new is wrong; each fault is told once while it lasts. */
  onChange(change: ConfigChange): void;
}

/** A watch that goes on until it is closed. */
export interface ConfigWatcher {
  /** Nothing is told any more. */
  close(): void;
  [Symbol.dispose](): void;
}

/**
 * Follows the files that `loadConfig` reads: written, replaced, removed, or there for the first time. The working
 * directory's file stays as it was at the start, since code may be able to write it; variables of the environment do not
 * change. Waits for the system's word without using the processor, and does not keep the process alive. Resolves when
 * everything that changes from then on is noticed.
 */
export async function watchConfig(watchOptions: WatchConfigOptions): Promise<ConfigWatcher> {
  const { since, onChange, ...options }: WatchConfigOptions = { ...watchOptions };
  // Where they are missing, the first change would end the process.
  if (typeof since?.servers !== "object" || !Array.isArray(since.problems)) {
    throw new TypeError("watchConfig needs `since`: pass what loadConfig gave.");
  }
  if (typeof onChange !== "function") {
    throw new TypeError("watchConfig needs `onChange`, a function that takes {servers, problems}.");
  }
  const machine = machineOf(options);
  const usable = new Map<string, SourceText>();
  const failures = new Map<string, ConfigProblem>();
  let servers = JSON.stringify([since.servers, since.unusable ?? []]);
  let told = new Set(since.problems.map(({ message }) => message));
  let { workingDirectoryFile } = since;
  let closed = false;
  let checking = Promise.resolve();

  async function check(): Promise<void> {
    const config = await collectConfig(machine, usable, workingDirectoryFile);
    workingDirectoryFile ??= config.workingDirectoryFile;
    if (closed) return;
    const problems = [...config.problems, ...failures.values()];
    const news = problems.filter(({ message }) => !told.has(message));
    told = new Set(problems.map(({ message }) => message));
    const now = JSON.stringify([config.servers, config.unusable]);
    if (now === servers && news.length === 0) return;
    servers = now;
    onChange({ servers: config.servers, unusable: config.unusable, problems: news });
  }

  function checkInTurn(): void {
    checking = checking.then(check, check);
  }

  const paths = isNested(machine)
    ? []
    : listSources(machine)
        .filter((place) => !isReadOnce(place, machine))
        .flatMap(({ path }) => (path === undefined ? [] : [path]));
  const stop = watchFiles(paths, {
    onChange: checkInTurn,
    onFailure(folder, error) {
      const message = `Changes of the configuration in ${folder} are not noticed (${error.message}). Restart to have them read.`;
      failures.set(folder, { severity: "warning", source: folder, message });
    },
  });
  // Notes what is usable now, and tells what has changed since.
  checkInTurn();
  await checking;

  const close = (): void => {
    closed = true;
    stop();
  };
  return { close, [Symbol.dispose]: close };
}
