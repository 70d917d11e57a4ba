// What processes use, from /proc: Linux alone tells it without a library.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const ticksPerSecond = 100;

/** The process and all that it started, as far as they are still its descendants. */
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

/** Seconds of processor time that these processes have used so far. */
export function cpuSeconds(pids) {
  return pids.reduce((sum, pid) => sum + ticks(pid), 0) / ticksPerSecond;
}

function ticks(pid) {
  const found = fields(pid);
  return found ? Number(found[11]) + Number(found[12]) : 0;
}

/** Bytes of memory in use, pages shared between processes counted by their share. */
export function proportionalBytes(pids) {
  return pids.reduce((sum, pid) => sum + kibibytes(`/proc/${pid}/smaps_rollup`, "Pss"), 0) * 1024;
}

/** Bytes of memory in use now. */
export function residentBytes(pid) {
  return kibibytes(`/proc/${pid}/status`, "VmRSS") * 1024;
}

/** The most memory in use since `resetPeak`, in bytes. */
export function peakBytes(pid) {
  return kibibytes(`/proc/${pid}/status`, "VmHWM") * 1024;
}

export function resetPeak(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** What may still be taken without pushing anything out. */
export function availableBytes() {
  return kibibytes("/proc/meminfo", "MemAvailable") * 1024;
}

function kibibytes(file, field) {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync(file, "utf8"));
  return Number(found?.[1] ?? 0);
}

/** The fields of /proc/PID/stat from the state on; a command's name may hold spaces and parentheses. */
function fields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
