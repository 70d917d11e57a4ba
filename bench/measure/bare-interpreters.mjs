import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { image } from "./runtimes.mjs";
import { deno, pyodideFolder } from "./pyodide.mjs";
import { containerProcesses, engine } from "./sandbox-processes.mjs";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const barePyodide = fileURLToPath(new URL("../servers/bare-pyodide.mjs", import.meta.url));

/** Starts this many interpreters without any of our code, which wait until this is disposed of. */
export async function startBareInterpreters(runtime, count) {
  return runtime === "embedded" ? startPyodides(count) : startContainers(runtime, count, "time");
}

/** The same in containers; each has imported asyncio. */
export function startAsyncInterpreters(runtime, count) {
  return startContainers(runtime, count, "asyncio, time");
}

async function startContainers(runtime, count, imported) {
  // They also end by themselves if nobody is left to remove them.
  const wait = ["python3", "-c", `import ${imported}; print("waits", flush=True); time.sleep(900)`];
  const args = ["run", "-d", "--rm", "--network", "none", image, ...wait];
  const start = () => run(runtime, args).then(({ stdout }) => stdout.trim());
  const ids = [];
  while (ids.length < count) {
    const few = Array.from({ length: Math.min(4, count - ids.length) }, start);
    ids.push(...(await Promise.all(few)));
  }
  for (const id of ids) {
    while (!engine(runtime, "logs", id).includes("waits")) await sleep(50);
  }
  return {
    processes: () => containerProcesses(runtime, ids),
    [Symbol.asyncDispose]: async () => void engine(runtime, "rm", "-f", ...ids),
  };
}

async function startPyodides(count) {
  const children = [];
  for (let number = 0; number < count; number += 1) {
    const args = ["run", "--quiet", "--allow-read", barePyodide, pyodideFolder, "wait"];
    const child = spawn(await deno(), args, { stdio: ["pipe", "pipe", "inherit"] });
    await once(child.stdout, "data");
    children.push(child);
  }
  return {
    processes: () => children.map(({ pid }) => pid),
    async [Symbol.asyncDispose]() {
      await Promise.all(
        children.map((child) => {
          const ended = once(child, "close");
          child.kill("SIGKILL");
          return ended;
        }),
      );
    },
  };
}
