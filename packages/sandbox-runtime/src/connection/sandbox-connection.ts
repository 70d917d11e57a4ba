// One sandbox process and the frames to and from it, until it has `ended`, for exactly one reason, which is the first one:
// closed, crashed, or a frame that was none.
import { isTakenBack, LineDecoder } from "../protocol/line-decoder.ts";
import type { HostFrame } from "../protocol/host-frames.ts";
import type { LongTexts } from "../protocol/long-texts.ts";
import { parseSandboxFrame } from "../protocol/parse-sandbox-frame.ts";
import type { SandboxFrame } from "../protocol/sandbox-frames.ts";
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
/** What waits here for a sandbox that asks and does not read the answers. */
const maxUnreadBytes = 256 * 1024 * 1024;
/** What all sandboxes hold together is looked at when one holds more than this. */
const smallBytes = 1024 * 1024;
const stderrTailCharacters = 2_000;

/** A sandbox, as its frames tell it. `openSandbox` makes one that is ready. */
export class SandboxConnection implements BytesHolder {
  /** Takes the frames of the run that is going on, and their long texts; without one, every frame is a violation. */
  onFrame: ((frame: SandboxFrame, texts: LongTexts | undefined) => void) | undefined;
  /** Told once where the sandbox ends. What waits for `ended` in each run would be kept for as long as the sandbox is. */
  onEnd: ((error: SandboxError) => void) | undefined;
  /** Why the sandbox ended. Never rejects. */
  readonly ended: Promise<SandboxError>;
  readonly savedTools: KnownSavedTools = new KnownSavedTools();
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

  constructor(process: SandboxProcess, held: HeldBytes) {
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
    void process.exited.then((exit) => this.#end(crashError(exit, this.lastWords)));
  }

  /** False once it has ended. */
  get alive(): boolean {
    return this.#alive;
  }

  /** What a user of this runtime must know, said once. */
  get notice(): string | undefined {
    return this.#process.notice;
  }

  /** The end of what it wrote to its stderr; empty where it wrote nothing. */
  get lastWords(): string {
    return lastWords(this.#stderrTail);
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
        // Of a run alone: between runs there is nothing that could be taken back.
        if (this.onFrame && isTakenBack(line)) continue;
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
}
