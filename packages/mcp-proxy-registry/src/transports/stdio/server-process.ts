// The life of a child process. It is spawned as the root of its own tree. It ends by itself, or `close()` ends its
// input, waits, and ends the tree. `onEnd` is called once, after the last output was read.
import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { getDefaultEnvironment } from "@modelcontextprotocol/sdk/client/stdio.js";
import spawn from "cross-spawn";
import type { StdioServerDefinition } from "../../servers/server-definition.ts";
import { endTree, isGone } from "./end-tree.ts";
import type { ExitGuard } from "./exit-guard.ts";
import { GatheredWrites } from "./gathered-writes.ts";
import { withVariables } from "../../platform/environment.ts";
import type { ProcessTree } from "../../platform/process-tree.ts";
import { readErrorOutput } from "./read-error-output.ts";
import { spawnProblem } from "./spawn-problem.ts";

// The most bytes that wait for a server that does not read its input.
const maxUnreadBytes = 128 * 1024 * 1024;
// A remaining child process may keep the pipes open after the server itself is gone.
const drainMs = 200;
// Longer than the longest pause in reading.
const longestDrainMs = 12_000;
const inputGraceMs = 500;
// On a busy machine, events of the system arrive late.
const lastWordsMs = 5000;
const unref = { ref: false };

/** What starting a process needs from the host. */
export interface ProcessHost {
  tree: ProcessTree;
  guard: ExitGuard;
}

/** The events of a process. */
export interface ProcessEvents {
  /** Resolves when the chunk has been handled, which may take several turns of the event loop. */
  onOutput(chunk: Buffer): Promise<void>;
  onErrorOutput(chunk: Buffer): void;
  onInputError(error: Error): void;
  onEnd(): void;
}

/** Nothing was written: the process is running but does not read. */
export class UnreadError extends Error {
  override readonly name = "UnreadError";
  override readonly message = "the server does not read what it is sent";
}

/** One child process and all it starts. */
export class ServerProcess {
  readonly #host: ProcessHost;
  readonly #events: ProcessEvents;
  #child: ChildProcess | undefined;
  #input: GatheredWrites | undefined;
  #endReason = "its process ended";
  #reading: Promise<void> = Promise.resolve();
  #ended = false;
  #gone: Promise<void> | undefined;
  #resolveOver = (): void => {};
  readonly #over = new Promise<void>((resolve) => {
    this.#resolveOver = resolve;
  });

  constructor(host: ProcessHost, events: ProcessEvents) {
    this.#host = host;
    this.#events = events;
  }

  /** How the process ended, to follow "because". */
  get endReason(): string {
    return this.#endReason;
  }

  get ended(): boolean {
    return this.#ended;
  }

  start(definition: StdioServerDefinition): Promise<void> {
    return new Promise((resolve, reject) => {
      let child: ChildProcess;
      try {
        child = this.#spawn(definition);
      } catch (error) {
        // Node itself refuses some values, and quotes them.
        this.#end(spawnProblem(error as Error, definition));
        reject(new Error(this.#endReason));
        return;
      }
      this.#child = child;
      if (child.pid !== undefined) this.#host.guard.add(child.pid);
      child.stdout?.on("data", (chunk: Buffer) => {
        this.#reading = this.#events.onOutput(chunk);
      });
      if (child.stderr) {
        readErrorOutput(child.stderr, (chunk) => this.#events.onErrorOutput(chunk));
      }
      child.stdin?.on("error", (error) => this.#events.onInputError(error));
      if (child.stdin) this.#input = new GatheredWrites(child.stdin);
      child.once("spawn", () => resolve());
      child.on("error", (error) => {
        this.#end(spawnProblem(error, definition));
        // The original error contains the arguments, which may be secret.
        reject(new Error(this.#endReason));
      });
      child.once("exit", (code, signal) => {
        if (this.#ended) return;
        this.#endReason = signal
          ? `its process was ended by ${signal}`
          : `its process exited with code ${code}`;
        void this.#endWhenSilent();
      });
      child.once("close", () => void this.#reading.then(() => this.#end()));
    });
  }

  #spawn({ command, args = [], cwd, env }: StdioServerDefinition): ChildProcess {
    return spawn(command, args, {
      ...this.#host.tree.spawnOptions,
      cwd,
      env: withVariables(getDefaultEnvironment(), { ...env, MCP_BRIDGE_NESTED: "1" }),
      stdio: ["pipe", "pipe", "pipe"],
    });
  }

  /** Pauses and resumes reading the output. */
  get output(): { pause(): void; resume(): void } {
    return {
      pause: () => void this.#child?.stdout?.pause(),
      resume: () => void this.#child?.stdout?.resume(),
    };
  }

  /** Resolves when the operating system has accepted the text, or its pieces; rejects if the process is gone. */
  write(text: string | Iterable<string | Uint8Array>): Promise<void> {
    const input = this.#child?.stdin;
    if (this.#ended || !this.#input || !input) {
      return Promise.reject(new Error("the server's process is not running"));
    }
    if (!input.writable) return Promise.reject(new Error("the server has closed its input"));
    if (input.writableLength > maxUnreadBytes) return Promise.reject(new UnreadError());
    return typeof text === "string" ? this.#input.write(text) : this.#input.writeAll(text);
  }

  /** Ends the process, for a reason that is reported in place of its exit code. */
  fail(reason: string): void {
    this.#end(reason);
  }

  async close(): Promise<void> {
    const pid = this.#child?.pid;
    if (pid !== undefined && !this.#ended) {
      this.#input?.end();
      await isGone(this.#host.tree, pid, inputGraceMs);
      // The process is gone, but its exit code and last output may not have been read yet.
      const tree = this.#host.tree;
      if (!tree.isAlive(pid)) await Promise.race([this.#over, delay(lastWordsMs, null, unref)]);
      this.#end();
    }
    await this.#gone;
  }

  /**
   * Waits for the last output to be handled: it may contain an awaited answer, and takes several turns of the event
   * loop.
   */
  async #endWhenSilent(): Promise<void> {
    // A process that the server left behind may go on writing for ever.
    const end = performance.now() + longestDrainMs;
    let heard: Promise<void>;
    let isReading: boolean;
    do {
      heard = this.#reading;
      await heard;
      await delay(drainMs, undefined, unref);
      // What it wrote much of is read slowly, to its end.
      isReading = heard !== this.#reading || this.#child?.stdout?.isPaused() === true;
    } while (isReading && performance.now() < end);
    this.#end();
  }

  #end(reason: string = this.#endReason): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#endReason = reason;
    this.#gone = this.#removeTree();
    for (const stream of [this.#child?.stdin, this.#child?.stdout, this.#child?.stderr]) {
      stream?.destroy();
    }
    this.#resolveOver();
    this.#events.onEnd();
  }

  async #removeTree(): Promise<void> {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    await endTree(this.#host.tree, pid);
    this.#host.guard.delete(pid);
  }
}
