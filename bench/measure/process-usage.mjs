// Resource usage of processes, from /proc: only Linux provides it without a library.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

/** The process and all its current descendants. */
export function tree(pid) {
  const children = new Map();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = fields(entry)?.[1];
    if (parent) children.set(parent, [...(children.get(parent) ?? []), entry]);
  }
  const below = (root) => [root, ...(children.get(root) ?? []).flatMap(below)];
  return below(String(pid));
}

/** The command line of a process; empty if it has ended. */
export function commandLine(pid) {
  return (content(`/proc/${pid}/cmdline`) ?? "").replaceAll("\0", " ");
}

/** Nanoseconds of processor time that each thread of these processes has used so far. */
export function processorTimes(pids) {
  const times = new Map();
  for (const pid of pids) {
    for (const thread of entries(`/proc/${pid}/task`)) {
      const used = content(`/proc/${pid}/task/${thread}/schedstat`)?.split(" ")[0];
      if (used !== undefined) times.set(`${pid} ${thread}`, Number(used));
    }
  }
  return times;
}

/**
 * Milliseconds of processor time that these processes have used since then; the time of threads that ended in between
 * is lost.
 */
export function usedSince(before, pids) {
  let nanoseconds = 0;
  for (const [thread, used] of processorTimes(pids))
    nanoseconds += used - (before.get(thread) ?? 0);
  return nanoseconds / 1e6;
}

/** Bytes of memory in use; pages shared between processes are counted proportionally. */
export function proportionalBytes(pids) {
  return pids.reduce((sum, pid) => sum + kibibytes(`/proc/${pid}/smaps_rollup`, "Pss"), 0) * 1024;
}

/** Bytes of memory in use now. */
export function residentBytes(pid) {
  return kibibytes(`/proc/${pid}/status`, "VmRSS") * 1024;
}

/** The peak memory in use since `resetPeak`, in bytes. */
export function peakBytes(pid) {
  return kibibytes(`/proc/${pid}/status`, "VmHWM") * 1024;
}

export function resetPeak(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** The memory that can still be allocated without evicting anything. */
export function availableBytes() {
  return kibibytes("/proc/meminfo", "MemAvailable") * 1024;
}

function kibibytes(file, field) {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync(file, "utf8"));
  return Number(found?.[1] ?? 0);
}

/** The fields of /proc/PID/stat from the state on; a command's name may contain spaces and parentheses. */
function fields(pid) {
  const stat = content(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Undefined if the process or the thread has ended. */
function content(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function entries(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
