import type { RegistryError } from "../registry-error.ts";

const firstPauseMs = 1000;
const longestPauseMs = 30_000;
// One crash may be the fault of the call; the second in a row is the server's.
const maxStrikes = 2;

/**
 * Delays restarts of a failing server: for 1 s, then 2, 4 … 30. Until then, its error is returned. A server is failing
 * if its start failed, or if it crashed twice without answering a call in between.
 */
export interface RestartPause {
  /** The error while no restart is attempted. */
  readonly error: RegistryError | undefined;
  /** Whether the last event was a failure. */
  readonly isFailed: boolean;
  failed(error: RegistryError): void;
  crashed(error: () => RegistryError): void;
  started(): void;
  answered(): void;
}

export function createRestartPause(now: () => number = () => performance.now()): RestartPause {
  let trouble: { error: RegistryError; until: number } | undefined;
  let pauseMs = 0;
  let strikes = 0;

  const failed = (error: RegistryError): void => {
    pauseMs = Math.min(Math.max(2 * pauseMs, firstPauseMs), longestPauseMs);
    // After a login in another process, the next start must not be delayed.
    const isLogin = error.code === "login-required";
    trouble = { error, until: now() + (isLogin ? 0 : pauseMs) };
  };
  return {
    get error() {
      return trouble && now() < trouble.until ? trouble.error : undefined;
    },
    get isFailed() {
      return trouble !== undefined;
    },
    failed,
    crashed(error) {
      strikes += 1;
      if (strikes >= maxStrikes) failed(error());
    },
    started() {
      trouble = undefined;
      if (strikes === 0) pauseMs = 0;
    },
    answered() {
      strikes = 0;
      pauseMs = 0;
    },
  };
}
