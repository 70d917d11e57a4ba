import type { RunOutcome } from "../run-outcome.ts";
import { OutputLog } from "./output-log.ts";
import { RunImages } from "./run-images.ts";
import { RunNotices } from "./run-notices.ts";

/** What a run has produced so far, and its outcome when it ends. */
export class RunRecord {
  readonly log: OutputLog;
  readonly images: RunImages = new RunImages();
  readonly notices: RunNotices;
  readonly #startedAt = performance.now();

  /** @param outputLimit characters that the kernel may send; its own remarks are not included */
  constructor(outputLimit: number, notices: readonly string[]) {
    this.log = new OutputLog(outputLimit * 2 + 10_000);
    this.notices = new RunNotices(notices);
  }

  outcome(rest: Pick<RunOutcome, "status" | "stateLost"> & Partial<RunOutcome>): RunOutcome {
    const { notice } = this.log;
    return {
      output: this.log.chunks(),
      images: this.images.shown,
      notices: [...this.notices.sentences, ...(notice === undefined ? [] : [notice])],
      durationMs: performance.now() - this.#startedAt,
      ...rest,
    };
  }
}
