import { z } from "zod";
import type { EntryFault } from "../entry/entry-fault.ts";
import type { EntryOutcome } from "./read-written-server.ts";

/** Why code cannot use a server that is defined. Undefined if it can, and for an entry of this server itself. */
export function unusableReason(outcome: EntryOutcome): string | undefined {
  if (outcome.type === "disabled") return "It is disabled in the configuration.";
  if (outcome.type === "faulty") return outcome.findings.map(sentence).join(" ");
  return undefined;
}

function sentence({ path, message }: EntryFault): string {
  return `${path.length === 0 ? "Its entry" : z.core.toDotPath(path)} ${message}`;
}
