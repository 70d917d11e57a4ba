import { withOpen } from "../measure/with-open.mjs";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { alternate } from "../measure/alternate.mjs";
import { deno, pyodideFolder } from "../measure/pyodide.mjs";
import { image } from "../measure/runtimes.mjs";
import { timesRow } from "../report/rows.mjs";

export const claim = "The first result of a session for which nothing was prepared";
export const baseline =
  "`docker run -i --rm` of the same image that prints a line; loading Pyodide in the same Deno";

const barePyodide = fileURLToPath(new URL("../servers/bare-pyodide.mjs", import.meta.url));

export async function measure({ quick, runtimes }) {
  const rows = [];
  for (const runtime of runtimes) {
    await withOpen(createSandboxRuntime({ runtime, image }), async (ours) => {
      let session = 0;
      const taken = await alternate(quick ? 1 : 10, {
        async ours() {
          session += 1;
          const started = performance.now();
          const { value } = await ours.run("1 + 1", { session: `s${session}` });
          const milliseconds = performance.now() - started;
          if (value !== "2") throw new Error("a run failed");
          await ours.session(`s${session}`).close();
          return milliseconds;
        },
        baseline: runtime === "embedded" ? loadPyodide : () => bareContainer(runtime),
      });
      rows.push(timesRow({ runtime }, taken, { most: runtime === "embedded" ? 0.35 : 1.15 }));
    });
  }
  return rows;
}

async function bareContainer(engine) {
  const args = [
    "run",
    "-i",
    "--rm",
    "--network",
    "none",
    image,
    "python3",
    "-c",
    "print('a line')",
  ];
  const { status, stderr } = spawnSync(engine, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${engine} run failed: ${stderr}`);
}

/** The time until its first line; waiting for its end does not count. */
async function loadPyodide() {
  const command = await deno();
  const started = performance.now();
  const child = spawn(command, ["run", "--quiet", "--allow-read", barePyodide, pyodideFolder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  await once(child.stdout, "data");
  const milliseconds = performance.now() - started;
  await ended;
  return milliseconds;
}
