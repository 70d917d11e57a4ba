// One sandbox process and the frames to and from it. It ends for exactly one reason, the first that occurs: it was
// closed, it crashed, or it sent an invalid frame.
import type { Readable, Writable } from "node:stream";
import { type BytePieces, checkUtf8, sizeOf } from "../protocol/byte-pieces.ts";
import { isTakenBack, LineDecoder } from "../protocol/line-decoder.ts";
import type { HostFrame } from "../protocol/host-frames.ts";
import type { LongTexts } from "../protocol/long-texts.ts";
import type { JsonContent } from "../protocol/bound-values.ts";
import { parseSandboxFrame } from "../protocol/parse-sandbox-frame.ts";
import type { PipesOffer, SandboxFrame } from "../protocol/sandbox-frames.ts";
import type { SandboxProcess } from "../drivers/driver.ts";
import { SandboxError } from "../sandbox-error.ts";
import { KnownSavedTools } from "../tools/known-saved-tools.ts";
import { deferred } from "../deferred.ts";
import { crashError } from "./crash-error.ts";
import { FrameBudget } from "./frame-budget.ts";
import { FrameWriter } from "./frame-writer.ts";
import type { BytesHolder, HeldBytes } from "./held-bytes.ts";
import { lastWords } from "./last-words.ts";

const maxFrameBytes = 128 * 1024 * 1024;
/** The most bytes that wait for a sandbox that makes calls and does not read the answers. */
const maxUnreadBytes = 256 * 1024 * 1024;
/**
 * The most bytes that wait while a sandbox that has pipes stands still. Through the engine, its first process takes as
 * much, and what waits beyond that would keep the word to stand still from it.
 */
const maxIdleBytes = 16 * 1024 * 1024;
/** The total of all sandboxes is checked only when one of them holds more than this. */
const smallBytes = 1024 * 1024;
const stderrTailCharacters = 2_000;
/** What a value counts for in the budget, in addition to its characters: a key takes the time of hundreds of bytes of text. */
const bytesToReadValue = 64;

/** The memory that the host holds for a call until it is answered. */
export interface HeldFrame {
  readonly bytes: number;
  /** Bytes of its long texts. */
  readonly kept: number;
}

/** The connection to a sandbox. `openSandbox` returns one that is ready. */
export class SandboxConnection implements BytesHolder {
  /** Receives the frames of the current run, and their long texts. If it is not set, every frame is a violation. */
  onFrame: ((frame: SandboxFrame, texts: LongTexts | undefined) => void) | undefined;
  /**
   * Called once when the sandbox ends. A run does not wait for `ended`, since that would keep it in memory as long as
   * the sandbox.
   */
  onEnd: ((error: SandboxError) => void) | undefined;
  /** Why the sandbox ended. Never rejects. */
  readonly ended: Promise<SandboxError>;
  readonly savedTools: KnownSavedTools = new KnownSavedTools();
  readonly #process: SandboxProcess;
  readonly #end: (error: SandboxError) => void;
  /** Where frames are written to, and read from. */
  #input: Writable;
  #output: Readable;
  #writer: FrameWriter;
  readonly #budget = new FrameBudget();
  readonly #held: HeldBytes;
  readonly #decoder = new LineDecoder(maxFrameBytes);
  /** What calls hold that wait for their answers. */
  #askedBytes = 0;
  /** Bytes of their long texts, which are also kept as they arrived. */
  #keptBytes = 0;
  /** Of the frame being handled, its values included. */
  #frameBytes = 0;
  #stderrTail = "";
  #alive = true;
  #hasOffered = false;
  /** Whether the sandbox was told to stand still, and does not notice by itself that there is something to do. */
  #mustContinue = false;

  constructor(process: SandboxProcess, held: HeldBytes) {
    this.#process = process;
    this.#input = process.stdin;
    this.#output = process.stdout;
    this.#writer = new FrameWriter(this.#input, maxUnreadBytes);
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
    this.#listen(process.stdout);
    process.stderr.on("data", (chunk: Buffer) => {
      this.#stderrTail = (this.#stderrTail + chunk.toString("utf8")).slice(-stderrTailCharacters);
    });
    // A write to a process that has ended fails here; `exited` reports the cause.
    process.stdin.on("error", () => {});
    void process.exited.then((exit) => this.#end(crashError(exit, this.lastWords)));
  }

  /** False once it has ended. */
  get alive(): boolean {
    return this.#alive;
  }

  /** A sentence that users of this runtime must see once. */
  get notice(): string | undefined {
    return this.#process.notice;
  }

  /** The end of what it wrote to its stderr; empty if it wrote nothing. */
  get lastWords(): string {
    return lastWords(this.#stderrTail);
  }

  /** True while the process has not accepted what was sent. */
  get full(): boolean {
    return this.#input.writableNeedDrain || this.#writer.unsent > 0;
  }

  /** True while more of what was sent waits in this process than may wait for a sandbox that stands still. */
  get isUnread(): boolean {
    return this.#writer.unsent > (this.#input === this.#process.stdin ? 0 : maxIdleBytes);
  }

  /** @param texts those of its long texts that came as JSON */
  send(frame: HostFrame, texts?: LongTexts): void {
    // Even if the sandbox has closed its pipe, its first process is told to stop the others.
    if (this.#input !== this.#process.stdin && !this.#passesOn(frame)) return;
    if (!this.#input.writable) return;
    this.#writer.write(frame, texts);
    const { unsent: unread } = this.#writer;
    if (unread > maxUnreadBytes) this.violate("it does not read what it asked for");
    else if (unread > smallBytes) this.#held.check();
  }

  /** Opens the pipes that the kernel offers before it is ready, so that what follows goes through them. */
  async takePipes(offer: PipesOffer): Promise<void> {
    if (this.#hasOffered || !this.#process.openPipes) return this.violate("an offer of pipes");
    this.#hasOffered = true;
    const pipes = await this.#process.openPipes(offer);
    this.send({ type: "pipes-answer", opened: pipes !== undefined });
    if (!pipes) return;
    this.#input = pipes.toSandbox;
    this.#input.on("error", () => {});
    this.#writer = new FrameWriter(this.#input, maxUnreadBytes);
    this.#output = pipes.fromSandbox;
    this.#output.on("error", () => {});
    this.#listen(this.#output);
  }

  get heldBytes(): number {
    const asked = this.#askedBytes + this.#keptBytes;
    return asked + this.#writer.unsent + this.#decoder.unfinished;
  }

  /** Counts the frame being handled, and its long texts, until `release` is called with what this returns. */
  hold(texts?: LongTexts): HeldFrame {
    const bytes = this.#frameBytes;
    let kept = 0;
    if (texts) for (const text of texts.values()) kept += sizeOf(text);
    this.#askedBytes += bytes;
    this.#keptBytes += kept;
    if (bytes > smallBytes) this.#held.check();
    return { bytes, kept };
  }

  release({ bytes, kept }: HeldFrame): void {
    this.#askedBytes -= bytes;
    this.#keptBytes -= kept;
  }

  /** What is held for the calls that wait, without their long texts. */
  get askedBytes(): number {
    return this.#askedBytes;
  }

  /** Ends the sandbox, because it sent something that is not allowed. */
  violate(what: string): void {
    this.#end(
      new SandboxError(
        "protocol-violation",
        `The sandbox was ended because it broke the protocol (${what}). Code must not write to the kernel's channel.`,
      ),
    );
    void this.#process.kill();
  }

  /** Resolves when the process is gone. */
  async close(reason = "The session was closed."): Promise<void> {
    this.#end(new SandboxError("closed", reason));
    await this.#process.kill();
  }

  #listen(output: Readable): void {
    output.on("data", (chunk: Buffer) => {
      if (this.#alive && output === this.#output) this.#receive(chunk);
      else if (this.#alive) this.violate("text beside its pipes");
    });
  }

  /** False if the frame is for the sandbox's first process alone, to which the others do not go. */
  #passesOn({ type }: HostFrame): boolean {
    const isForFirst = type === "stand-still";
    if (isForFirst || this.#mustContinue) this.#tellFirst(isForFirst ? type : "continue");
    this.#mustContinue = isForFirst;
    return !isForFirst;
  }

  #tellFirst(type: "stand-still" | "continue"): void {
    if (this.#process.stdin.writable) this.#process.stdin.write(`{"type":"${type}"}\n`);
  }

  #receive(chunk: Buffer): void {
    // Part of a line would be kept in memory until the rest arrives.
    if (!this.onFrame && !chunk.includes("\n")) return this.violate("text outside of a run");
    try {
      for (const line of this.#decoder.push(chunk)) {
        // What follows a violation in the same chunk is ignored.
        if (!this.#alive) return;
        this.#frameBytes = typeof line === "string" ? line.length : sizeOf(line);
        this.#budget.spend(this.#frameBytes);
        // Of a run alone: between runs there is nothing that could be taken back.
        if (this.onFrame && isTakenBack(line)) {
          if (typeof line !== "string") checkUtf8(line);
          continue;
        }
        this.#dispatch(line);
      }
      if (this.#decoder.unfinished > smallBytes) this.#held.check();
    } catch (error) {
      this.violate(error instanceof RangeError ? error.message : "a frame that is not valid");
    }
  }

  readonly #weigh = ({ values, memory }: JsonContent): void => {
    this.#frameBytes += memory;
    this.#budget.spend(values * bytesToReadValue, 0);
  };

  #dispatch(line: string | BytePieces): void {
    const texts: LongTexts | undefined = typeof line === "string" ? undefined : new Map();
    const frame = parseSandboxFrame(line, texts, this.#weigh);
    if (this.onFrame) this.onFrame(frame, texts);
    else this.violate(`${frame.type} outside of a run`);
  }
}
