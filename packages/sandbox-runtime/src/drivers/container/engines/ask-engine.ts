// An engine may be reachable and not answer: its process is stopped, its disk hangs, or its answer was cut off, which
// dockerode does not report. So no request waits without a time limit.
import { noAnswer } from "./explain-failure.ts";

/**
 * Milliseconds for requests that a healthy engine answers almost at once: a list, the details of a container, its
 * removal.
 */
export const answerMs = 10_000;

/**
 * Makes a request that a healthy engine answers at once. Rejects with `no answer within … s` and closes the connection
 * if it does not. Also rejects when `cancelled` is aborted.
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
    // It fails again when the connection is closed.
    answer.catch(() => {});
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    cancelled?.removeEventListener("abort", end);
    late.catch(() => {});
  }
}
