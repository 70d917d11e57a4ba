// Whether the audit log has every call that was made, or says how many of its lines are missing.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

const entry = z.object({
  type: z.enum(["run-start", "run-end", "tool-call", "refused-calls", "gap"]),
  lost: z.number().optional(),
  arguments: z.object({ id: z.string() }).optional(),
});

/** How many of the calls are in the log neither as a call nor as part of a gap. */
export function missingFromAudit(path: string, calls: ReadonlySet<string>): number {
  const stem = basename(path).split(".")[0] ?? "";
  const texts = readdirSync(dirname(path))
    .filter((name) => name.startsWith(stem))
    .map((name) => readFileSync(join(dirname(path), name), "utf8"));
  const logged = new Set<string>();
  let lost = 0;
  const torn: string[] = [];
  for (const line of texts.flatMap((text) => text.split("\n").filter(Boolean))) {
    const { success, data } = entry.safeParse(parse(line));
    // The line on which the disk became full; what it says is lost, and counted there.
    if (!success) torn.push(line);
    else if (data.type === "gap") lost += data.lost ?? 0;
    else if (data.arguments) logged.add(data.arguments.id);
  }
  if (torn.length > lost) {
    throw new Error(`${path} has torn lines, and ${lost} are said to be:\n${torn.join("\n")}`);
  }
  return [...calls].filter((id) => !logged.has(id)).length - lost;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
