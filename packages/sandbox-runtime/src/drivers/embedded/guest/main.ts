// Runs in Deno, not in Node. This thread stays free while Python works in the worker: it passes the host's lines on,
// interrupts a loop that does not listen, and ends the process when the host goes away.
import { Worker } from "node:worker_threads";
import { createMemoryWatch } from "./memory-watchdog.ts";
import {
  outOfMemoryExitCode,
  type GuestOptions,
  type WorkerLines,
  type WorkerMessage,
  type WorkerStart,
} from "./messages.ts";

const interruptAfterMs = 100;
const interruptAgainMs = 500;
const newline = 0x0a;
const options = JSON.parse(Deno.args[0] ?? "{}") as GuestOptions;
const control = new Int32Array(new SharedArrayBuffer(8));
const standstill = new Int32Array(new SharedArrayBuffer(8));
// Deno's own workers have a stack of four mebibytes, whatever V8 is told.
const worker = new Worker(new URL(import.meta.url.replace(/main\.(\w+)$/, "worker.$1")), {
  resourceLimits: { stackSizeMb: options.stackMegabytes },
});
let started = false;
let waiting: WorkerLines[] | undefined = [];
let interrupting: ReturnType<typeof setTimeout> | undefined;
let watch = (): void => {};
let run: unknown;

worker.on("error", (error: Error & { code?: string }) =>
  error.code === "ERR_WORKER_OUT_OF_MEMORY" ? Deno.exit(outOfMemoryExitCode) : end(error.message),
);
// Of its own accord it never ends: V8 stops it where its objects are past the limit.
worker.on("exit", () => Deno.exit(outOfMemoryExitCode));
worker.on("message", (data) => {
  const message = data as WorkerMessage | null;
  if (message?.type === "loaded" && waiting) {
    void Deno.permissions.revoke({ name: "read" });
    watch = createMemoryWatch(options.memoryBytes, standsStill, () =>
      Deno.exit(outOfMemoryExitCode),
    );
    for (const early of waiting) hand(early);
    waiting = undefined;
    watch();
  } else {
    end(message?.type === "failed" ? message.reason : "The worker sent what it must not send.");
  }
});
if (Deno.build.os !== "windows") {
  // Deno answers this signal by opening its inspector on the network, whoever sent it.
  Deno.addSignalListener("SIGUSR1", () => end("The sandbox sent itself SIGUSR1."));
}

const decoder = new TextDecoder();
let parts: Uint8Array[] = [];
for await (const chunk of Deno.stdin.readable) {
  const stop = chunk.lastIndexOf(newline);
  if (stop === -1) {
    parts.push(chunk);
    continue;
  }
  parts.push(chunk.subarray(0, stop));
  pass(decoder.decode(concatenate(parts)));
  parts = [chunk.subarray(stop + 1)];
}
Deno.exit(0);

function end(reason: string): never {
  console.error(reason);
  Deno.exit(70);
}

/** An interrupt that comes while the kernel itself is at work is lost on user code: it is sent again until the run ends. */
function interrupt(): void {
  if (Atomics.load(control, 1) !== 1) return;
  Atomics.store(control, 0, 2);
  interrupting = setTimeout(interrupt, interruptAgainMs);
}

/** Lines that came together, such as the answers to a thousand calls, stay together: each message to the worker has its price. */
function pass(text: string): void {
  const lines = started ? text : start(text);
  if (lines === "") return;
  const message = { lines, startsRun: lines.split("\n").filter(heed).length > 0 };
  if (waiting) waiting.push(message);
  else hand(message);
}

/** The first line is the kernel; returns what follows it. */
function start(text: string): string {
  started = true;
  const [line = "", ...rest] = text.split("\n");
  const kernel = JSON.parse(line) as WorkerStart["kernel"];
  worker.postMessage({ ...options, control, standstill, kernel } satisfies WorkerStart);
  return rest.join("\n");
}

/** Does what concerns this thread; true for the start of a run. */
function heed(line: string): boolean {
  if (line.startsWith('{"type":"run-interrupt"')) {
    // Code that waits is cancelled by the message itself; code that is busy, through memory.
    if (idOf(line) === run) interrupting = setTimeout(interrupt, interruptAfterMs);
  } else if (line.startsWith('{"type":"run-start"')) {
    clearTimeout(interrupting);
    run = idOf(line);
    return true;
  }
  return false;
}

function idOf(line: string): unknown {
  return (JSON.parse(line) as { id?: unknown }).id;
}

/** Wakes the worker, which stands still between runs. */
function hand(message: WorkerLines): void {
  Atomics.add(standstill, 0, 1);
  worker.postMessage(message);
  Atomics.notify(standstill, 0);
  watch();
}

/** Whether nothing runs in the worker until it is sent another line. */
function standsStill(): boolean {
  return Atomics.load(standstill, 1) === Atomics.load(standstill, 0);
}

function concatenate(chunks: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
