// The host reads the frames of all its sandboxes in one thread, so a sandbox that never stops sending would block the
// others. Bursts are allowed; the sustained rate is lower.

interface FrameLimits {
  /** At once. */
  frames: number;
  bytes: number;
  framesPerSecond: number;
  bytesPerSecond: number;
}

const frameLimits: FrameLimits = {
  frames: 100_000,
  bytes: 2 * 1024 ** 3,
  framesPerSecond: 5_000,
  bytesPerSecond: 64 * 1024 ** 2,
};

/** What one sandbox may send now. The budget refills over time. */
export class FrameBudget {
  readonly #limits: FrameLimits;
  readonly #now: () => number;
  #frames: number;
  #bytes: number;
  #filledAt: number;

  /** `now` is in milliseconds. */
  constructor(limits: FrameLimits = frameLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
    this.#frames = limits.frames;
    this.#bytes = limits.bytes;
    this.#filledAt = now();
  }

  /** Throws a RangeError if a frame of so many bytes, or what it holds, exceeds the budget. */
  spend(bytes: number, spentFrames = 1): void {
    const { frames, bytes: allBytes, framesPerSecond, bytesPerSecond } = this.#limits;
    const now = this.#now();
    const seconds = (now - this.#filledAt) / 1000;
    this.#filledAt = now;
    this.#frames = Math.min(frames, this.#frames + seconds * framesPerSecond) - spentFrames;
    this.#bytes = Math.min(allBytes, this.#bytes + seconds * bytesPerSecond) - bytes;
    if (this.#frames < 0) throw new RangeError("it sent more frames than the host can process");
    if (this.#bytes < 0) throw new RangeError("it sent more bytes than the host can process");
  }
}
