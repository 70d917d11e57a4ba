import { withOpen } from "../measure/with-open.mjs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { alternate } from "../measure/alternate.mjs";
import { benchServer, connect, ourServer } from "../measure/connect.mjs";
import { peakBytes, residentBytes, resetPeak } from "../measure/process-usage.mjs";
import { mebibytes, row, throughputRow } from "../report/rows.mjs";

export const claim = "Large values";
export const baseline = "one process writes the same text as a line of JSON, another parses it";

const writer = fileURLToPath(new URL("../servers/json-writer.mjs", import.meta.url));

export async function measure({ quick, runtimes }) {
  const rows = [];
  for (const runtime of runtimes) {
    for (const megabytes of quick ? [1] : [1, 10, 100]) {
      const characters = megabytes * 1_000_000;
      await withOpen(
        connect(ourServer(runtime, { bench: benchServer() }, { MCP_BRIDGE_MEMORY_LIMIT: "4g" })),
        async (ours) => {
          const taken = await alternate(quick ? 1 : 5, {
            ours: () => answer(ours, characters),
            baseline: () => throughPipe(characters),
          });
          rows.push(
            throughputRow(`${runtime}, ${megabytes} MB from a tool`, taken, { least: 0.7 }),
          );
          rows.push(await memoryRow(`${runtime}, ${megabytes} MB: our memory`, ours, characters));
        },
      );
    }
  }
  return rows;
}

async function answer(ours, characters) {
  const code = `import time\nstarted = time.perf_counter()\ntext = await mcp_bench.text(characters=${characters})\nprint(1000 * (time.perf_counter() - started), len(text))`;
  const [milliseconds, length] = (await ours.run(code)).split(" ").map(Number);
  if (length !== characters) throw new Error(`${length} characters came, not ${characters}`);
  return milliseconds;
}

/** What our process takes for one value at its highest, beyond what it takes anyway. */
async function memoryRow(name, ours, characters) {
  const idle = residentBytes(ours.pid);
  resetPeak(ours.pid);
  await answer(ours, characters);
  const peak = Math.max(0, peakBytes(ours.pid) - idle);
  return row({
    name,
    ours: mebibytes(peak),
    baseline: mebibytes(characters),
    ratio: peak / characters,
    most: 3,
  });
}

async function throughPipe(characters) {
  const child = spawn(process.execPath, [writer, String(characters)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  await once(child.stdout, "data");
  const started = performance.now();
  child.stdin.write("go\n");
  const chunks = [];
  for await (const chunk of child.stdout) chunks.push(chunk);
  const { text } = JSON.parse(Buffer.concat(chunks).toString());
  const milliseconds = performance.now() - started;
  if (text.length !== characters) throw new Error("the baseline lost characters");
  await ended;
  return milliseconds;
}
