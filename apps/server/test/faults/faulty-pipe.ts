// The pipe between host and embedded sandbox, made unreliable: a program that takes Deno's place, runs the real one and
// hands on what goes both ways, in pieces of odd sizes. Signals make it stand still, or close its ends.
import { chmod, writeFile } from "node:fs/promises";
import { descendants } from "../fixtures/processes.ts";
import type { Fault } from "./faults.ts";

/** Part of its path, by which its processes are known. */
const pipeName = "faulty-pipe";

const program = `
const { spawn } = require("node:child_process");
const child = spawn(DENO, process.argv.slice(2), { stdio: "pipe" });
let still = false;
const waiting = [];
const whileMoving = () => still ? new Promise((resolve) => waiting.push(resolve)) : undefined;
async function pass(from, to, size) {
  for await (const chunk of from) {
    // Whole pieces where there is much: what is told apart is told apart at the start of each.
    for (let at = 0; at < chunk.length;) {
      await whileMoving();
      const end = at + (at < 200 ? size : 65_521);
      if (!to.write(chunk.subarray(at, end))) await new Promise((resolve) => to.once("drain", resolve));
      at = end;
    }
  }
  to.end();
}
for (const stream of [process.stdin, process.stdout, child.stdin, child.stdout]) stream.on("error", () => {});
const ignore = () => {};
pass(process.stdin, child.stdin, 7).catch(ignore);
pass(child.stdout, process.stdout, 5).catch(ignore);
child.stderr.pipe(process.stderr);
process.on("SIGUSR2", () => {
  still = true;
  setTimeout(() => {
    still = false;
    for (const resolve of waiting.splice(0)) resolve();
  }, 2_500);
});
process.on("SIGHUP", () => process.stdout.destroy());
process.on("SIGTERM", () => process.stdin.destroy());
child.on("close", (code, signal) => {
  if (signal) process.kill(process.pid, "SIGKILL");
  process.exitCode = code;
  process.stdin.destroy();
});
`;

/** Writes it where Deno is looked for instead. */
export async function writeFaultyPipe(path: string, deno: string): Promise<void> {
  // No environment reaches it in which a PATH could stand.
  const text = `#!${process.execPath}\n${program.replace("DENO", JSON.stringify(deno))}`;
  await writeFile(path, text);
  await chmod(path, 0o755);
}

export function pipeFaults(): Fault[] {
  const kinds = {
    "pipe stands still": "SIGUSR2",
    "pipe from the sandbox closed": "SIGHUP",
    "pipe to the sandbox closed": "SIGTERM",
  } as const;
  return Object.entries(kinds).map(([name, signal]) => ({
    name,
    async inject(random) {
      const found = descendants(process.pid).filter(({ command }) => isPipe(command));
      if (found.length === 0) return false;
      try {
        process.kill(random.pick(found).id, signal);
      } catch {
        // It has ended meanwhile.
      }
      return true;
    },
  }));
}

function isPipe(command: string): boolean {
  return command.startsWith(process.execPath) && command.includes(pipeName);
}
