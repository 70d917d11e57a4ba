// Files are watched through their folders: editors replace files, and a file may appear later. Where a folder is
// missing, the nearest one above it is watched until it appears. The system reports; nothing is polled.
import { existsSync, realpathSync, statSync, watch, type FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";

/** Ends the watching. */
export type StopWatching = () => void;

export interface FileListener {
  /** Something happened to one of the files, or may have. */
  onChange(): void;
  /** A folder cannot be watched, as where the system has no watches left. */
  onFailure(folder: string, error: Error): void;
}

/** A folder, and the names in it that matter; undefined: all. */
type Places = Map<string, Set<string> | undefined>;

// An editor writes, renames and sets permissions in one go.
const settleMs = 150;

/** Does not keep the process alive. */
export function watchFiles(paths: readonly string[], listener: FileListener): StopWatching {
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function changed(): void {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      rewatch();
      listener.onChange();
    }, settleMs);
    timer.unref();
  }

  /** Folders come and go with their files, so every change asks anew where to look. */
  function rewatch(): void {
    const earlier = watchers;
    watchers = [...placesOf(paths)].flatMap(([folder, names]) => {
      try {
        const watcher = watch(folder, { persistent: false }, (_event, name) => {
          if (name === null || !names || names.has(name) || name === basename(folder)) changed();
        });
        watcher.on("error", (error) => {
          watcher.close();
          changed();
          listener.onFailure(folder, error);
        });
        return [watcher];
      } catch (error) {
        listener.onFailure(folder, error as Error);
        return [];
      }
    });
    for (const watcher of earlier) watcher.close();
  }

  rewatch();
  return () => {
    stopped = true;
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

function placesOf(paths: readonly string[]): Places {
  const places: Places = new Map();
  for (const path of paths) {
    const target = targetOf(path);
    // What a link points through may change under any name.
    if (target !== path) places.set(dirname(path), undefined);
    for (const each of new Set([path, target])) {
      const { folder, name } = nearestFolder(each);
      if (!places.has(folder)) places.set(folder, new Set());
      places.get(folder)?.add(name);
    }
  }
  return places;
}

function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function nearestFolder(path: string): { folder: string; name: string } {
  const folder = dirname(path);
  const isThere = existsSync(folder) && statSync(folder).isDirectory();
  return isThere || folder === path ? { folder, name: basename(path) } : nearestFolder(folder);
}
