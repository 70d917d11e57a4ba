import spinner from "yocto-spinner";

export interface Progress {
  /** What is going on now. */
  update(text: string): void;
  /** Clears the line. */
  stop(): void;
}

/** A line on stderr that says what is going on; nothing where stderr is no terminal. */
export function showProgress(text: string): Progress {
  if (!process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const line = spinner({ text, stream: process.stderr }).start();
  return {
    update: (next) => void (line.text = next),
    stop: () => void line.stop(),
  };
}
