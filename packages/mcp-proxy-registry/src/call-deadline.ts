import { setMaxListeners } from "node:events";
import type { Closing } from "./closing.ts";

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
  /** The time stands still until the returned function is called, as often as this was. */
  hold(): () => void;
  /** Lets go of the timer and of the signals it listens to. */
  dispose(): void;
}

/** To be disposed of after the call: the signals live longer, and would keep every call. */
export function createDeadline(
  timeoutMs: number,
  caller: AbortSignal | undefined,
  closing: Closing,
): CallDeadline {
  const controller = new AbortController();
  // Node warns when one signal has many listeners, as that of fifty calls would.
  if (caller) setMaxListeners(0, caller);
  let reason: GivenUp | undefined;
  const giveUp = (why: GivenUp) => (): void => {
    reason ??= why;
    controller.abort(why);
  };
  const cancel = giveUp("cancelled");
  const close = giveUp("closed");
  const clock = startClock(timeoutMs, giveUp("timeout"));

  caller?.addEventListener("abort", cancel);
  closing.add(close);
  if (closing.signal.aborted) close();
  if (caller?.aborted) cancel();
  return {
    signal: controller.signal,
    get reason() {
      return reason;
    },
    restart: clock.restart,
    hold: clock.hold,
    dispose() {
      clock.stop();
      caller?.removeEventListener("abort", cancel);
      closing.delete(close);
    },
  };
}

interface Clock extends Pick<CallDeadline, "restart" | "hold"> {
  stop(): void;
}

function startClock(timeoutMs: number, onTimeout: () => void): Clock {
  let timer: NodeJS.Timeout | undefined;
  let leftMs = timeoutMs;
  let since = performance.now();
  let holds = 0;
  let isStopped = false;

  const run = (): void => {
    since = performance.now();
    if (!isStopped && leftMs <= LONGEST_TIMER_MS) timer = setTimeout(onTimeout, leftMs);
  };
  run();
  return {
    restart() {
      clearTimeout(timer);
      leftMs = timeoutMs;
      if (holds === 0) run();
    },
    hold() {
      if (holds === 0) {
        clearTimeout(timer);
        leftMs = Math.max(leftMs - (performance.now() - since), 0);
      }
      holds += 1;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holds -= 1;
        if (holds === 0) run();
      };
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
