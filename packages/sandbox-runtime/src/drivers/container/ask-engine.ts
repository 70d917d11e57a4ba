// An engine may be there and not answer: its process is stopped, its disk hangs, its answer was cut off half-way, of
// which dockerode says nothing. Nothing that waits for one waits without an end.
import { noAnswer } from "./engines/explain-failure.ts";

/** Milliseconds for what takes an engine none to speak of when it is well: a list, a container's facts, its end. */
export const answerMs = 10_000;

/**
 * Asks an engine something that it answers at once when it is well. Rejects with `no answer within … s`, and lets go of
 * the connection, where it does not; rejects as well when `cancelled` is aborted.
 */
export async function askEngine<T>(
  timeoutMs: number,
  ask: (signal: AbortSignal) => Promise<T>,
  cancelled?: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  let onOver: (() => void) | undefined;
  const late = new Promise<never>((_, reject) => {
    onOver = () => reject(new Error(cancelled?.aborted ? "cancelled" : noAnswer(timeoutMs)));
  });
  const end = (): void => {
    onOver?.();
    over.abort();
  };
  const timer = setTimeout(end, Math.min(timeoutMs, 2 ** 31 - 1));
  cancelled?.addEventListener("abort", end, { once: true });
  if (cancelled?.aborted) end();
  try {
    const answer = ask(over.signal);
    // It fails once more when the connection is let go of.
    answer.catch(() => {});
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    cancelled?.removeEventListener("abort", end);
    late.catch(() => {});
  }
}
