// A sandbox that is no process: the test writes what it says, byte by byte if need be. What a real one cannot be made
// to say from inside, it may say when its kernel has been replaced.
import { PassThrough, Writable } from "node:stream";
import type { SandboxDriver, SandboxExit } from "@mcp-code-execution/sandbox-runtime";
import { deferred } from "../../src/deferred.ts";
import type { DirectPipes } from "../../src/drivers/driver.ts";

export interface HeardFrame extends Record<string, unknown> {
  type: string;
}

export interface FakeSandbox {
  driver: SandboxDriver;
  /** Puts bytes on its standard output. */
  say(bytes: string | Uint8Array): void;
  sayFrame(frame: unknown): void;
  /** Every frame the host sent since the last start, without the kernel. */
  heard(): readonly HeardFrame[];
  /** The first line of the last start, with the kernel. */
  started(): HeardFrame | undefined;
  /** How many were started, and how many of them were ended. */
  starts(): number;
  kills(): number;
  /** Called with each frame of the host. */
  onFrame: (frame: HeardFrame) => void;
  /** While true, it reads nothing. */
  deaf: boolean;
  /** Its image, and what it says in place of being ready. */
  image: string | undefined;
  beginning: string;
  /** If set before a start: offered, and opened. Frames to it are not heard. */
  pipes: DirectPipes | undefined;
}

const ready = '{"type":"ready","python":"3.13.0"}\n';

export function createFakeSandbox(): FakeSandbox {
  let stdout = new PassThrough();
  let heard: HeardFrame[] = [];
  let started: HeardFrame | undefined;
  let starts = 0;
  let kills = 0;

  const start: SandboxDriver["start"] = async () => {
    starts += 1;
    heard = [];
    stdout = new PassThrough({ highWaterMark: 2 ** 30 });
    const mine = stdout;
    const { promise: exited, resolve } = deferred<SandboxExit>();
    let rest = "";
    const stdin = new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _, done) {
        // A write that is never done: the pipe is full.
        if (fake.deaf) return;
        rest += chunk.toString();
        const lines = rest.split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) take(JSON.parse(line) as HeardFrame, mine);
        done();
      },
    });
    return {
      stdin,
      stdout,
      stderr: new PassThrough(),
      exited,
      image: fake.image,
      ...(fake.pipes && { openPipes: async () => fake.pipes }),
      async kill() {
        kills += 1;
        resolve({ code: null, signal: "SIGKILL" });
        await exited;
      },
    };
  };

  function take(frame: HeardFrame, to: PassThrough): void {
    if (frame.type === "kernel-start") {
      started = frame;
      const pipe = { descriptor: 0, inode: 1 };
      const offer = { type: "pipes-offer", toSandbox: pipe, fromSandbox: pipe };
      to.write(fake.pipes ? `${JSON.stringify(offer)}\n` : fake.beginning);
      return;
    }
    heard.push(frame);
    if (frame.type === "pipes-answer") fake.pipes?.fromSandbox.push(ready);
    fake.onFrame(frame);
  }

  const fake: FakeSandbox = {
    driver: { name: "fake", start },
    say: (bytes) => void stdout.write(bytes),
    sayFrame: (frame) => void stdout.write(`${JSON.stringify(frame)}\n`),
    heard: () => heard,
    started: () => started,
    starts: () => starts,
    kills: () => kills,
    onFrame: () => {},
    deaf: false,
    image: undefined,
    beginning: ready,
    pipes: undefined,
  };
  return fake;
}
