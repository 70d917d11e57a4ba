// Runs in Deno, not in Node. This thread stays responsive while Python works in the worker: it passes on the host's
// lines, interrupts busy code, and ends the process when the host goes away.
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
const newline = 0x0a;
// Longer answers are passed to Python as bytes, since strings are copied from JavaScript character by character.
const longAnswer = 256 * 1024;
const answerStart = '{"type":"call-result"';
// Code can learn a worker's URL, since relative URLs are resolved against it: this one reveals nothing about the host.
const nowhere =
  'data:text/javascript,import{workerData}from"node:worker_threads";await import(workerData.module)';
const options = JSON.parse(Deno.args[0] ?? "{}") as GuestOptions;
const control = new Int32Array(new SharedArrayBuffer(8));
const standstill = new Int32Array(new SharedArrayBuffer(8));
let worker: Worker | undefined;
let waiting: string[] | undefined = [];
let interrupting: ReturnType<typeof setTimeout> | undefined;
let watch = (): void => {};
let run: unknown;

if (Deno.build.os !== "windows") {
  // By default Deno opens its inspector on the network on this signal.
  Deno.addSignalListener("SIGUSR1", () => end("The sandbox sent itself SIGUSR1."));
}

// Not Deno's stream of its input, which makes a buffer and several promises for each piece.
const input = new Uint8Array(64 * 1024);
const decoder = new TextDecoder();
let parts: Uint8Array[] = [];
for (;;) {
  const size = await Deno.stdin.read(input);
  if (size === null) break;
  const chunk = input.slice(0, size);
  const stop = chunk.lastIndexOf(newline);
  if (stop === -1) {
    parts.push(chunk);
    continue;
  }
  parts.push(chunk.subarray(0, stop));
  receive(concatenate(parts));
  parts = [chunk.subarray(stop + 1)];
}
Deno.exit(0);

function end(reason: string): never {
  console.error(reason);
  Deno.exit(70);
}

/**
 * An interrupt that arrives while the kernel itself runs does not reach user code, so it is repeated until the run
 * ends.
 */
function interrupt(): void {
  if (Atomics.load(control, 1) !== 1) return;
  Atomics.store(control, 0, 2);
  interrupting = setTimeout(interrupt, interruptAgainMs);
}

function receive(bytes: Uint8Array<ArrayBuffer>): void {
  if (bytes.length <= longAnswer) return pass(decoder.decode(bytes));
  for (let place = 0; place <= bytes.length;) {
    const found = bytes.indexOf(newline, place);
    const stop = found === -1 ? bytes.length : found;
    const line = bytes.subarray(place, stop);
    if (isLongAnswer(line) && worker && !waiting && !standsStill()) {
      // The buffer instead of the array, since Deno iterates over the members of what is sent.
      const { buffer } = line.length === bytes.length ? line : line.slice();
      worker.postMessage(buffer, [buffer]);
    } else pass(decoder.decode(line));
    place = stop + 1;
  }
}

function isLongAnswer(line: Uint8Array): boolean {
  const head = line.subarray(0, answerStart.length);
  return line.length > longAnswer && decoder.decode(head) === answerStart;
}

/**
 * Lines that arrived together, such as the answers to a thousand calls, stay together, since each message to the worker
 * has a cost.
 */
function pass(text: string): void {
  const lines = worker ? text : start(text);
  if (lines === "") return;
  const each = lines.split("\n");
  const startsRun = each.filter(heed).length > 0;
  if (waiting) waiting.push(lines);
  else worker?.postMessage(lines);
  if (startsRun) wake();
  // The worker would read it only in the next run.
  else if (standsStill() && !each.every(isJson)) end("The host sent what is no JSON.");
}

/** Starts the kernel, which is the first line; returns what follows it. */
function start(text: string): string {
  const [line = "", ...rest] = text.split("\n");
  worker = startWorker(JSON.parse(line) as WorkerStart["kernel"]);
  return rest.join("\n");
}

function startWorker(kernel: WorkerStart["kernel"]): Worker {
  const module = import.meta.url.replace(/main\.(\w+)$/, "worker.$1");
  // Passed when the worker is created: a message would be lost if it arrived before the module is loaded.
  const workerData: WorkerStart = { ...options, module, control, standstill, kernel };
  const started = new Worker(new URL(nowhere), {
    workerData,
    // Deno's own workers have a stack of 4 MiB, regardless of V8's options.
    resourceLimits: { stackSizeMb: options.stackMegabytes },
  });
  started.on("error", (error: Error & { code?: string }) =>
    error.code === "ERR_WORKER_OUT_OF_MEMORY" ? Deno.exit(outOfMemoryExitCode) : end(error.message),
  );
  started.on("exit", () => end("The thread of the interpreter has ended."));
  started.on("message", (data) => {
    const message = data as WorkerMessage | null;
    if (message?.type === "loaded" && waiting) loaded(started, waiting);
    else
      end(message?.type === "failed" ? message.reason : "The worker sent what it must not send.");
  });
  return started;
}

function loaded(by: Worker, lines: readonly string[]): void {
  void Deno.permissions.revoke({ name: "read" });
  watch = createMemoryWatch(options.memoryBytes, standsStill, () => Deno.exit(outOfMemoryExitCode));
  for (const each of lines) by.postMessage(each);
  waiting = undefined;
  watch();
}

/** Handles what concerns this thread; true for the start of a run. */
function heed(line: string): boolean {
  if (line.startsWith('{"type":"run-interrupt"')) {
    // Waiting code is cancelled by the message itself; busy code is interrupted through shared memory.
    if (idOf(line) === run) interrupting = setTimeout(interrupt, interruptAfterMs);
  } else if (line.startsWith('{"type":"run-start"')) {
    clearTimeout(interrupting);
    run = idOf(line);
    return true;
  }
  return false;
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function idOf(line: string): unknown {
  return (JSON.parse(line) as { id?: unknown }).id;
}

/**
 * Wakes the worker. Only a run may: anything else would give processor time to code that an earlier run left behind.
 */
function wake(): void {
  Atomics.add(standstill, 0, 1);
  Atomics.notify(standstill, 0);
  watch();
}

/** Whether the worker stands still until a run starts. */
function standsStill(): boolean {
  return Atomics.load(standstill, 1) === Atomics.load(standstill, 0);
}

function concatenate(chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
