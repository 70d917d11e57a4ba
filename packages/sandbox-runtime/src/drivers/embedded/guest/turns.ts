const { setImmediate } = globalThis;

/** A Python function. Called in this way it has its own stack, and its code may wait for a JavaScript promise. */
interface Turn {
  callPromising(): Promise<unknown>;
}

/** Decides when Python's event loop gets a turn. */
export interface Turns {
  /** Gives Python lines, and then the turn that it requests because of them. */
  afterLines(give: () => void): void;
  take(turn: Turn): void;
}

/** A turn that lines cause follows at once: another round of Deno's event loop would take longer than many turns. */
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
