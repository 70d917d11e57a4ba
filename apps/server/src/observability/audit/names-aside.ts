import { randomBytes } from "node:crypto";
import { basename, dirname, extname, join } from "node:path";

/**
 * `audit.jsonl` is renamed to `audit-20260131T120000Z-3f9c2a-1.jsonl`. The middle part is unique to each writer, so
 * that writers that share a file cannot overwrite each other's renamed files.
 */
export function namesAside(path: string): () => string {
  const mark = randomBytes(3).toString("hex");
  const { start, end } = partsAround(path);
  let number = 0;
  return () => {
    number += 1;
    const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    return join(dirname(path), `${start}${stamp}-${mark}-${number}${end}`);
  };
}

/** Whether a file beside `path` has a name that some writer gave it. */
export function isNameAside(name: string, path: string): boolean {
  const { start, end } = partsAround(path);
  return (
    name.startsWith(start) &&
    name.endsWith(end) &&
    /^\d{8}T\d{6}Z-[0-9a-f]{6}-\d+$/.test(name.slice(start.length, name.length - end.length))
  );
}

function partsAround(path: string): { start: string; end: string } {
  const end = extname(path);
  return { start: `${basename(path, end)}-`, end };
}
