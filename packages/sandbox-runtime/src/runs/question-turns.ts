// When the questions of a run are begun. Code may ask thousands of things at once, and all sandboxes are answered in one
// thread: what takes long to answer must not keep it from the others, and many answers must not be made side by side.

/** Of one run, in one turn of the event loop: fewer at first, and where they take long. */
const mostBegunInTurn = 64;
const firstBegunInTurn = 16;
const leastBegunInTurn = 4;
/** Milliseconds. */
const longTurn = 20;

/** Under way at once. What waits for servers takes the host little; what it answers itself takes its time and memory. */
const mostUnderWay = { calls: Number.POSITIVE_INFINITY, own: 8, saved: 1 };

type Kind = keyof typeof mostUnderWay;

interface Question {
  method: string;
  /** Resolves when it has been answered. Never rejects. */
  answer: () => Promise<void>;
}

/** The questions of one run that are under way, and those that wait. */
export class QuestionTurns {
  readonly #waiting: Record<Kind, Set<Question>> = {
    calls: new Set(),
    own: new Set(),
    saved: new Set(),
  };
  readonly #underWay: Record<Kind, number> = { calls: 0, own: 0, saved: 0 };
  // Made once, and not for each of thousands.
  readonly #answered: Record<Kind, () => void> = {
    calls: () => this.#end("calls"),
    own: () => this.#end("own"),
    saved: () => this.#end("saved"),
  };
  #begunInTurn = 0;
  #begunAt = 0;
  #most = firstBegunInTurn;
  #isTurnAsked = false;

  /** Begins it, at once or when its turn has come, after those of its kind before it. */
  take(question: Question): void {
    const kind = kindOf(question.method);
    this.#waiting[kind].add(question);
    this.#begin(kind);
  }

  #begin(kind: Kind): void {
    const waiting = this.#waiting[kind];
    for (const question of waiting) {
      if (this.#underWay[kind] >= mostUnderWay[kind]) return;
      // Asked for no sooner: few at a time need no turn of their own, and what was counted in turns before is no harm.
      if (this.#begunInTurn >= this.#most) return this.#askForTurn();
      waiting.delete(question);
      if (this.#begunInTurn === 0) this.#begunAt = performance.now();
      this.#begunInTurn += 1;
      this.#underWay[kind] += 1;
      void question.answer().then(this.#answered[kind]);
    }
  }

  #end(kind: Kind): void {
    this.#underWay[kind] -= 1;
    if (this.#waiting[kind].size > 0) this.#begin(kind);
  }

  #askForTurn(): void {
    if (this.#isTurnAsked) return;
    this.#isTurnAsked = true;
    setImmediate(() => {
      // All that needs no waiting has been done of what was begun: checks, and the writing of what is sent.
      const isLong = performance.now() - this.#begunAt > longTurn;
      this.#most = isLong
        ? Math.max(leastBegunInTurn, this.#most / 2)
        : Math.min(mostBegunInTurn, this.#most * 2);
      this.#turn();
    });
  }

  #turn(): void {
    this.#isTurnAsked = false;
    this.#begunInTurn = 0;
    for (const kind of ["calls", "own", "saved"] as const) this.#begin(kind);
  }
}

function kindOf(method: string): Kind {
  if (method.startsWith("saved.")) return "saved";
  return ["tools.search", "tools.describe", "servers.list"].includes(method) ? "own" : "calls";
}
