// Runs in Deno, not in Node. This thread stays free while Python works in the worker: it passes the host's lines on,
// interrupts a loop that does not listen, and ends the process when the host goes away.
import { Worker } from "node:worker_threads";
import { createMemoryWatch } from "./memory-watchdog.ts";
import {
  outOfMemoryExitCode,
  type GuestOptions,
  type WorkerMessage,
  type WorkerStart,
} from "./messages.ts";

const interruptAfterMs = 100;
const interruptAgainMs = 500;
const options = JSON.parse(Deno.args[0] ?? "{}") as GuestOptions;
const control = new Int32Array(new SharedArrayBuffer(8));
const standstill = new Int32Array(new SharedArrayBuffer(8));
// Deno's own workers have a stack of four mebibytes, whatever V8 is told.
const worker = new Worker(new URL(import.meta.url.replace(/main\.(\w+)$/, "worker.$1")), {
  resourceLimits: { stackSizeMb: options.stackMegabytes },
});
let started = false;
let waiting: string[] | undefined = [];
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
    for (const line of waiting) hand(line);
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

let parts: Uint8Array[] = [];
for await (const chunk of Deno.stdin.readable) {
  let start = 0;
  for (;;) {
    const stop = chunk.indexOf(0x0a, start);
    parts.push(chunk.subarray(start, stop === -1 ? chunk.length : stop));
    if (stop === -1) break;
    pass(new TextDecoder().decode(concatenate(parts)));
    parts = [];
    start = stop + 1;
  }
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

function pass(line: string): void {
  if (!started) {
    started = true;
    const kernel = JSON.parse(line) as WorkerStart["kernel"];
    return worker.postMessage({ ...options, control, standstill, kernel } satisfies WorkerStart);
  }
  if (line.startsWith('{"type":"run-interrupt"')) {
    // Code that waits is cancelled by the message itself; code that is busy, through memory.
    if (idOf(line) === run) interrupting = setTimeout(interrupt, interruptAfterMs);
  } else if (line.startsWith('{"type":"run-start"')) {
    clearTimeout(interrupting);
    run = idOf(line);
  }
  if (waiting) waiting.push(line);
  else hand(line);
}

function idOf(line: string): unknown {
  return (JSON.parse(line) as { id?: unknown }).id;
}

/** Wakes the worker, which stands still between runs. */
function hand(line: string): void {
  Atomics.add(standstill, 0, 1);
  worker.postMessage(line);
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
