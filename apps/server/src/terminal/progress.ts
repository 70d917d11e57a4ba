import spinner from "yocto-spinner";

export interface Progress {
  /** Shows the current step. */
  update(text: string): void;
  /** Clears the line. */
  stop(): void;
}

/** A line on stderr that shows the current step; nothing if stderr is not a terminal. */
export function showProgress(text: string): Progress {
  if (!process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const line = spinner({ text, stream: process.stderr }).start();
  return {
    update: (next) => void (line.text = next),
    stop: () => void line.stop(),
  };
}
