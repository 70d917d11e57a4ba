// Sandboxes with nothing of ours in them: the same processes and engines, the same ways in and out, and loop.py.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { randomUUID } from "node:crypto";
import { deno, pyodideFolder } from "../../measure/pyodide.mjs";
import { image } from "../../measure/runtimes.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const loop = readFileSync(join(here, "loop.py"), "utf8");
const limits = { memoryBytes: 512 * 1024 * 1024, pids: 128 };

/**
 * What is written to `stdin` is received by loop.py, and what loop.py writes comes from `stdout`. Ends with its input.
 */
export function startSandbox(runtime) {
  return runtime === "embedded" ? startPyodide() : startContainer(runtime);
}

async function startPyodide() {
  const program = join(here, "pyodide-main.mjs");
  const args = ["run", "--quiet", "--allow-read", program, pyodideFolder, loop];
  const child = spawn(await deno(), args, { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

/** With the options of our own containers, including the hardening, and pipes to its process as in ours. */
async function startContainer(name) {
  const { findEngine } = await driverModule("engines/find-engine.js");
  const { chooseImage } = await driverModule("images/choose-image.js");
  const { containerOptions } = await driverModule("container-options.js");
  const { defaultContainerUser } = await driverModule("sandbox-user.js");
  const { startAttached } = await driverModule("process/container-process.js");
  const timeoutMs = 60_000;
  const engine = await findEngine(name);
  const request = containerOptions(engine, {
    name: `mcp-code-execution-bench-${randomUUID()}`,
    image: await chooseImage(engine, { image: process.env.MCP_BRIDGE_IMAGE && image, timeoutMs }),
    bootstrap: `${loop}\n${readFileSync(join(here, "stdio.py"), "utf8")}`,
    labels: {},
    limits,
    settings: { user: defaultContainerUser },
  });
  const { id } = await engine.client.createContainer(request);
  return withPipes(await startAttached(engine, id, { timeoutMs, end: async () => {} }));
}

/** The sandbox with the pipes that it offers, where they can be opened. */
async function withPipes(sandbox) {
  const [offer] = await once(sandbox.stdout, "data");
  const pipes = await sandbox.openPipes?.(JSON.parse(offer.toString()));
  sandbox.stdin.write(`${JSON.stringify({ type: "pipes-answer", opened: pipes !== undefined })}\n`);
  if (!pipes) return sandbox;
  return { ...sandbox, stdin: pipes.toSandbox, stdout: pipes.fromSandbox };
}

function driverModule(path) {
  const runtime = createRequire(import.meta.url).resolve("@mcp-code-execution/sandbox-runtime");
  return import(pathToFileURL(join(dirname(runtime), "drivers", "container", path)).href);
}
