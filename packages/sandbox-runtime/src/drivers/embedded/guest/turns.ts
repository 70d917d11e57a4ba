const { setImmediate } = globalThis;

/** A function of Python's. Called so, it has a stack of its own, and what it runs may wait for a promise of JavaScript. */
interface Turn {
  callPromising(): Promise<unknown>;
}

/** When Python's event loop has its turns. */
export interface Turns {
  /** Gives Python lines, and the turn that it takes because of them. */
  afterLines(give: () => void): void;
  take(turn: Turn): void;
}

/** A turn that lines ask for follows them at once: once more around Deno's event loop takes longer than many turns do. */
export function createTurns(): Turns {
  let isGiving = false;
  let due: Turn | undefined;
  return {
    afterLines(give) {
      isGiving = true;
      give();
      isGiving = false;
      const turn = due;
      due = undefined;
      void turn?.callPromising();
    },
    take(turn) {
      if (isGiving) due = turn;
      else setImmediate(() => turn.callPromising());
    },
  };
}
