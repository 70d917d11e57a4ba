import { abortReason, type CancelSource } from "./cancel-signal.ts";

/** Signals whose listeners are called in one turn of the event loop. */
const maxToldPerTurn = 64;

/**
 * Aborts all of them at once. Their listeners are called over several turns of the event loop: ending thousands of
 * calls takes seconds, which would block the other sessions.
 */
export function abortAll(sources: Iterable<CancelSource>): void {
  const told = [...sources].filter((source) => !source.aborted);
  // So at the end of most runs: creating a reason takes a few microseconds.
  if (told.length === 0) return;
  const reason = abortReason();
  for (const source of told) source.mark(reason);
  // A real AbortSignal is not aborted before its turn, for example that of a tool being saved, so these come first.
  const last = told.filter((source) => !source.hasSignal);
  tellInTurns([...told.filter((source) => source.hasSignal), ...last]);
}

function tellInTurns(sources: CancelSource[]): void {
  for (const source of sources.splice(0, maxToldPerTurn)) source.tell();
  if (sources.length > 0) setImmediate(() => tellInTurns(sources));
}
