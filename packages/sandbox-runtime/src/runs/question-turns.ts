// Schedules the calls of a run. Code may make thousands of calls at once, and one thread answers all sandboxes: calls
// that take long must not block the others, and only a few answers may be computed at the same time.

/** Calls of one run that are started in one turn of the event loop: fewer at first, and if they take long. */
const maxBegunPerTurn = 64;
const firstBegunInTurn = 16;
const leastBegunInTurn = 4;
/** Milliseconds. */
const longTurn = 20;

/**
 * Calls in progress at once. Calls that wait for servers cost the host little; those that it answers itself take its
 * time and memory.
 */
const maxUnderWay = { calls: Number.POSITIVE_INFINITY, own: 8, saved: 1 };

type Kind = keyof typeof maxUnderWay;

/** A call that waits to be started. */
export interface TakenQuestion {
  readonly method: string;
  /** Starts answering it, and calls `answered` when that is done. Never throws. */
  begin(answered: () => void): void;
}

/** The calls of one run that are in progress, and those that wait. */
export class QuestionTurns {
  readonly #waiting: Record<Kind, Set<TakenQuestion>> = {
    calls: new Set(),
    own: new Set(),
    saved: new Set(),
  };
  readonly #underWay: Record<Kind, number> = { calls: 0, own: 0, saved: 0 };
  // Created once, instead of for each of thousands of calls.
  readonly #answered: Record<Kind, () => void> = {
    calls: () => this.#end("calls"),
    own: () => this.#end("own"),
    saved: () => this.#end("saved"),
  };
  #begunInTurn = 0;
  #begunAt = 0;
  #most = firstBegunInTurn;
  #isTurnAsked = false;

  /** Starts a call, at once or when its turn comes, after earlier ones of its kind. */
  take(question: TakenQuestion): void {
    const kind = kindOf(question.method);
    const waiting = this.#waiting[kind];
    const mayBegin = waiting.size === 0 && this.#underWay[kind] < maxUnderWay[kind];
    if (mayBegin && this.#begunInTurn < this.#most) return this.#beginNow(kind, question);
    waiting.add(question);
    this.#begin(kind);
  }

  #begin(kind: Kind): void {
    const waiting = this.#waiting[kind];
    for (const question of waiting) {
      if (this.#underWay[kind] >= maxUnderWay[kind]) return;
      // Requested only now: a few calls need no turn of their own, and counting those of earlier turns does no harm.
      if (this.#begunInTurn >= this.#most) return this.#askForTurn();
      waiting.delete(question);
      this.#beginNow(kind, question);
    }
  }

  #beginNow(kind: Kind, question: TakenQuestion): void {
    if (this.#begunInTurn === 0) this.#begunAt = performance.now();
    this.#begunInTurn += 1;
    this.#underWay[kind] += 1;
    question.begin(this.#answered[kind]);
  }

  #end(kind: Kind): void {
    this.#underWay[kind] -= 1;
    if (this.#waiting[kind].size > 0) this.#begin(kind);
  }

  #askForTurn(): void {
    if (this.#isTurnAsked) return;
    this.#isTurnAsked = true;
    setImmediate(() => {
      // The synchronous work of the started calls is done: checking them, and writing what is sent.
      const isLong = performance.now() - this.#begunAt > longTurn;
      this.#most = isLong
        ? Math.max(leastBegunInTurn, this.#most / 2)
        : Math.min(maxBegunPerTurn, this.#most * 2);
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
  switch (method) {
    case "tools.call":
      return "calls";
    case "tools.search":
    case "tools.describe":
    case "servers.list":
      return "own";
    default:
      return method.startsWith("saved.") ? "saved" : "calls";
  }
}
