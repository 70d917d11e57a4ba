/** Milliseconds, about 24 days. Node's timers fire at once when they are set to more. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;

/** Why a call was given up. */
export type GivenUp = "timeout" | "cancelled" | "closed";

/** A signal that ends one call: the time is up, the caller cancels, or the registry closes. */
export interface CallDeadline {
  readonly signal: AbortSignal;
  readonly reason: GivenUp | undefined;
  /** Starts the time anew. */
  restart(): void;
  /** Lets go of the timer and of the signals it listens to. */
  dispose(): void;
}

/** To be disposed of after the call: the signals live longer, and would keep every call. */
export function createDeadline(
  timeoutMs: number,
  caller: AbortSignal | undefined,
  closed: AbortSignal,
): CallDeadline {
  const controller = new AbortController();
  // A signal of our own: Node warns when one signal has many listeners, as that of fifty calls would.
  const cancelled = caller && AbortSignal.any([caller]);
  let reason: GivenUp | undefined;
  let timer: NodeJS.Timeout | undefined;
  const giveUp = (why: GivenUp) => (): void => {
    reason ??= why;
    controller.abort(why);
  };
  const cancel = giveUp("cancelled");
  const close = giveUp("closed");
  const time = giveUp("timeout");

  if (timeoutMs <= LONGEST_TIMER_MS) timer = setTimeout(time, timeoutMs);
  cancelled?.addEventListener("abort", cancel);
  closed.addEventListener("abort", close);
  if (closed.aborted) close();
  if (cancelled?.aborted) cancel();
  return {
    signal: controller.signal,
    get reason() {
      return reason;
    },
    restart: () => void timer?.refresh(),
    dispose() {
      clearTimeout(timer);
      cancelled?.removeEventListener("abort", cancel);
      closed.removeEventListener("abort", close);
    },
  };
}
