const { setImmediate } = globalThis;

/** A Python function. Called in this way it has its own stack, and its code may wait for a JavaScript promise. */
interface Turn {
  callPromising(): Promise<unknown>;
}

/** How Pyodide schedules a call of a function after so many milliseconds. */
type Schedule = (callback: () => void, milliseconds?: number) => void;

/** Decides when Python's event loop gets a turn. */
export interface Turns {
  /** Gives Python lines, and then the turn that it requests because of them. */
  afterLines(give: () => void): void;
  take(turn: Turn): void;
  /** What Pyodide has to use instead of `usual`. */
  scheduleBeside(usual: Schedule): Schedule;
}

/** A turn that lines cause follows at once: another round of Deno's event loop would take longer than many turns. */
export function createTurns(): Turns {
  let isGiving = false;
  let isBeginning = false;
  let due: Turn | undefined;

  /**
   * Must be called with no frame of Python below it on the stack. Pyodide cannot know that this is so, and would wait for the
   * next turn of JavaScript each time.
   */
  function begin(turn: Turn): void {
    isBeginning = true;
    try {
      void turn.callPromising();
    } finally {
      isBeginning = false;
    }
  }

  return {
    afterLines(give) {
      isGiving = true;
      give();
      isGiving = false;
      const turn = due;
      due = undefined;
      if (turn) begin(turn);
    },
    take(turn) {
      if (isGiving) due = turn;
      else setImmediate(() => begin(turn));
    },
    scheduleBeside: (usual) => (callback, milliseconds) => {
      if (isBeginning) callback();
      else usual(callback, milliseconds);
    },
  };
}
