// One sandbox process and the frames to and from it. Life: open (kernel sent, `ready` awaited), then frames both
// ways, then `ended`, for exactly one reason, which is the first one: closed, crashed, or a frame that was none.
import { setTimeout as delay } from "node:timers/promises";
import { LineDecoder } from "../protocol/line-decoder.ts";
import type { HostFrame } from "../protocol/host-frames.ts";
import type { LongTexts } from "../protocol/long-texts.ts";
import { parseSandboxFrame } from "../protocol/parse-sandbox-frame.ts";
import type { SandboxFrame } from "../protocol/sandbox-frames.ts";
import type {
  DriverStartOptions,
  SandboxDriver,
  SandboxExit,
  SandboxProcess,
} from "../drivers/driver.ts";
import { SandboxError } from "../sandbox-error.ts";
import type { SavedTool } from "../tools/saved-tool-store.ts";
import { deferred } from "./deferred.ts";
import { FrameBudget } from "./frame-budget.ts";
import { FrameWriter } from "./frame-writer.ts";
import type { BytesHolder, HeldBytes } from "./held-bytes.ts";
import { readKernel } from "../kernel-bundle.ts";
import { lastWords } from "./last-words.ts";
import { StartTime } from "./start-time.ts";

const maxFrameBytes = 128 * 1024 * 1024;
/** What waits here for a sandbox that asks and does not read the answers. */
const maxUnreadBytes = 256 * 1024 * 1024;
/** What all sandboxes hold together is looked at when one holds more than this. */
const smallBytes = 1024 * 1024;
const stderrTailCharacters = 2_000;
/** What is killed is gone by then. */
const goneMs = 1_000;

export interface OpenOptions extends DriverStartOptions {
  outputLimit: number;
  /** For all of the start together. */
  startupTimeoutMs: number;
  held: HeldBytes;
}

export class SandboxConnection implements BytesHolder {
  /** Takes the frames of the run that is going on, and their long texts; without one, every frame is a violation. */
  onFrame: ((frame: SandboxFrame, texts: LongTexts | undefined) => void) | undefined;
  /** The saved tools that the sandbox was last told of. */
  savedTools: readonly SavedTool[] | undefined;
  /** Told once where the sandbox ends. What waits for `ended` in each run would be kept for as long as the sandbox is. */
  onEnd: ((error: SandboxError) => void) | undefined;
  /** Why the sandbox ended. Never rejects. */
  readonly ended: Promise<SandboxError>;
  readonly #process: SandboxProcess;
  readonly #end: (error: SandboxError) => void;
  readonly #writer: FrameWriter;
  readonly #budget = new FrameBudget();
  readonly #held: HeldBytes;
  readonly #decoder = new LineDecoder(maxFrameBytes);
  /** Of questions that wait for their answers. */
  #askedBytes = 0;
  /** Of their long texts, which lie there as they came, too. */
  #keptBytes = 0;
  #frameBytes = 0;
  #stderrTail = "";
  #alive = true;

  private constructor(process: SandboxProcess, held: HeldBytes) {
    this.#process = process;
    this.#writer = new FrameWriter(process.stdin, maxUnreadBytes);
    this.#held = held;
    held.add(this);
    const { promise, resolve } = deferred<SandboxError>();
    this.ended = promise;
    this.#end = (error) => {
      if (!this.alive) return;
      this.#alive = false;
      held.delete(this);
      resolve(error);
      this.onEnd?.(error);
    };
    process.stdout.on("data", (chunk: Buffer) => {
      if (this.#alive) this.#receive(chunk);
    });
    process.stderr.on("data", (chunk: Buffer) => {
      this.#stderrTail = (this.#stderrTail + chunk.toString("utf8")).slice(-stderrTailCharacters);
    });
    // A write after the process has gone fails here; `exited` tells the story better.
    process.stdin.on("error", () => {});
    void process.exited.then((exit) => this.#end(this.#crash(exit)));
  }

  static async open(driver: SandboxDriver, options: OpenOptions): Promise<SandboxConnection> {
    if (options.signal?.aborted) throw startCancelled();
    const time = new StartTime(
      `The ${driver.name} sandbox`,
      options.startupTimeoutMs,
      options.signal,
    );
    try {
      const process = await startWithin(time, driver, options);
      const connection = new SandboxConnection(process, options.held);
      await connection.#becomeReady(time, options);
      return connection;
    } finally {
      time.end();
    }
  }

  async #becomeReady(time: StartTime, options: OpenOptions): Promise<void> {
    time.begin("waiting for its Python");
    const ready = deferred<void>();
    this.onFrame = (frame) => {
      if (frame.type === "ready") ready.resolve();
      else this.violate(`${frame.type} before ready`);
    };
    const onAbort = (): void => ready.reject(startCancelled());
    options.signal?.addEventListener("abort", onAbort, { once: true });
    if (options.signal?.aborted) onAbort();
    void this.ended.then((error) =>
      ready.reject(new SandboxError("start-failed", error.message, { cause: error })),
    );
    this.send({
      type: "kernel-start",
      files: readKernel(),
      outputLimit: options.outputLimit,
      ...(this.#process.ownLimits && { limits: this.#process.ownLimits }),
    });
    try {
      await time.within(ready.promise);
    } catch (error) {
      const words = this.#stderrSentence();
      const closing = this.close();
      if (!time.isUp) {
        await closing;
        throw error;
      }
      // An engine that hangs says of nothing that it is gone.
      await Promise.race([closing, delay(goneMs, undefined, { ref: false })]);
      throw new SandboxError("start-failed", time.error().message + words, { cause: error });
    } finally {
      options.signal?.removeEventListener("abort", onAbort);
      this.onFrame = undefined;
    }
  }

  /** False once it has ended. */
  get alive(): boolean {
    return this.#alive;
  }

  /** What a user of this runtime must know, said once. */
  get notice(): string | undefined {
    return this.#process.notice;
  }

  /** True while what was sent has not been taken. */
  get full(): boolean {
    return this.#process.stdin.writableNeedDrain || this.#writer.unsent > 0;
  }

  /** True while any of what was sent waits here. */
  get isUnread(): boolean {
    return this.#writer.unsent > 0;
  }

  /** @param texts those of its long texts that came as JSON */
  send(frame: HostFrame, texts?: LongTexts): void {
    const { stdin } = this.#process;
    if (!stdin.writable) return;
    this.#writer.write(frame, texts);
    const { unsent: unread } = this.#writer;
    if (unread > maxUnreadBytes) this.violate("it does not read what it asked for");
    else if (unread > smallBytes) this.#held.check();
  }

  get heldBytes(): number {
    const asked = this.#askedBytes + this.#keptBytes;
    return asked + this.#writer.unsent + this.#decoder.unfinished;
  }

  /** Counts the frame that is being taken, and its long texts, until the returned function is called. */
  hold(texts?: LongTexts): () => void {
    const bytes = this.#frameBytes;
    let kept = 0;
    for (const text of texts?.values() ?? []) kept += text.length;
    this.#askedBytes += bytes;
    this.#keptBytes += kept;
    if (bytes > smallBytes) this.#held.check();
    return () => {
      this.#askedBytes -= bytes;
      this.#keptBytes -= kept;
    };
  }

  /** Characters of the questions that wait. */
  get askedBytes(): number {
    return this.#askedBytes;
  }

  /** Ends a sandbox that sent what it must not send. */
  violate(what: string): void {
    this.#end(
      new SandboxError(
        "protocol-violation",
        `The sandbox was ended because it broke the protocol (${what}). Code in it must leave the kernel's channel alone.`,
      ),
    );
    void this.#process.kill();
  }

  /** Resolves when the process is gone. */
  async close(reason = "The session was closed."): Promise<void> {
    this.#end(new SandboxError("closed", reason));
    await this.#process.kill();
  }

  #receive(chunk: Buffer): void {
    // Part of a line would be kept until its end comes.
    if (!this.onFrame && !chunk.includes("\n")) return this.violate("text outside of a run");
    try {
      for (const line of this.#decoder.push(chunk)) {
        // What follows a violation in the same piece of input is not looked at.
        if (!this.#alive) return;
        this.#budget.spend(line.length);
        this.#frameBytes = line.length;
        this.#dispatch(line);
      }
      if (this.#decoder.unfinished > smallBytes) this.#held.check();
    } catch (error) {
      this.violate(error instanceof RangeError ? error.message : "a frame that is not valid");
    }
  }

  #dispatch(line: string | Buffer): void {
    const texts: LongTexts | undefined = typeof line === "string" ? undefined : new Map();
    const frame = parseSandboxFrame(line, texts);
    if (this.onFrame) this.onFrame(frame, texts);
    else this.violate(`${frame.type} outside of a run`);
  }

  #crash(exit: SandboxExit): SandboxError {
    if (exit.outOfMemory) {
      return new SandboxError(
        "out-of-memory",
        "The sandbox reached its memory limit and ended. Work on less at a time, or raise MCP_BRIDGE_MEMORY_LIMIT.",
      );
    }
    if (exit.reason) {
      return new SandboxError("sandbox-crashed", `The sandbox ended because ${exit.reason}.`);
    }
    const how = exit.signal ?? (exit.code === null ? undefined : `exit code ${exit.code}`);
    return new SandboxError(
      "sandbox-crashed",
      `The sandbox process ended by itself${how ? ` (${how})` : ""}.${this.#stderrSentence()}`,
    );
  }

  #stderrSentence(): string {
    const words = lastWords(this.#stderrTail);
    return words ? ` Its last words: ${words}` : "";
  }
}

/** Of a start whose time is up nothing is waited for: what comes up after all is nobody's. */
async function startWithin(
  time: StartTime,
  driver: SandboxDriver,
  options: DriverStartOptions,
): Promise<SandboxProcess> {
  time.begin(`starting ${driver.name}`);
  const starting = driver.start({ ...options, signal: time.signal, onStep: time.begin });
  try {
    return await time.within(starting);
  } catch (error) {
    if (!time.isUp) throw error;
    starting.then((process) => process.kill()).catch(() => {});
    throw time.error();
  }
}

function startCancelled(): SandboxError {
  return new SandboxError("closed", "The start of the sandbox was cancelled.");
}
