import { abortReason, type CancelSource } from "./cancel-signal.ts";

/** In one turn of the event loop. */
const mostToldInTurn = 64;

/**
 * Aborts them all at once. Whoever listens to them is told in turns of the event loop: to end thousands of calls takes
 * seconds, in which no other session would be heard.
 */
export function abortAll(sources: Iterable<CancelSource>): void {
  const told = [...sources].filter((source) => !source.aborted);
  // At the end of most runs: a reason takes a few microseconds to make.
  if (told.length === 0) return;
  const reason = abortReason();
  for (const source of told) source.mark(reason);
  // Whoever has a real signal does not see that it is aborted before it is told: what saves a tool, for example.
  const last = told.filter((source) => !source.hasSignal);
  tellInTurns([...told.filter((source) => source.hasSignal), ...last]);
}

function tellInTurns(sources: CancelSource[]): void {
  for (const source of sources.splice(0, mostToldInTurn)) source.tell();
  if (sources.length > 0) setImmediate(() => tellInTurns(sources));
}
