import { spawn } from "node:child_process";
import { once } from "node:events";
import { image } from "./runtimes.mjs";
import { deno, pyodideFolder } from "./pyodide.mjs";
import { containerProcesses, engine } from "./sandbox-processes.mjs";
import { fileURLToPath } from "node:url";

const barePyodide = fileURLToPath(new URL("../servers/bare-pyodide.mjs", import.meta.url));

/** So many interpreters with nothing of ours in them, which wait until this is disposed of. */
export async function startBareInterpreters(runtime, count) {
  return runtime === "embedded" ? startPyodides(count) : startContainers(runtime, count);
}

function startContainers(runtime, count) {
  const wait = ["python3", "-c", "import signal; signal.pause()"];
  const start = () => engine(runtime, "run", "-d", "--rm", "--network", "none", image, ...wait);
  const ids = Array.from({ length: count }, start).flat();
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
