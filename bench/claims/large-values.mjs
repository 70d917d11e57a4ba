import { withOpen } from "../measure/with-open.mjs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { alternate } from "../measure/alternate.mjs";
import { connect, largeServer, ourServer } from "../measure/connect.mjs";
import { peakBytes, residentBytes, resetPeak } from "../measure/process-usage.mjs";
import { mebibytes, row, rowOfSizes, throughputRow } from "../report/rows.mjs";

export const claim = "Large values";
export const baseline =
  "one process writes the same text as a line of JSON, another parses it; for memory, the text itself";

const writer = fileURLToPath(new URL("../servers/json-writer.mjs", import.meta.url));

// The timed code, measured by the sandbox's clock, and the number of characters that it must produce.
const directions = {
  "from a tool": { work: "length = len(await mcp_bench.text(characters=characters))" },
  "to a tool": { work: "length = int(await mcp_bench.take(text='x' * characters))" },
  "as output": { work: "length = len('x' * characters); print('x' * characters)" },
};

export async function measure({ quick, runtimes }) {
  const rows = [];
  for (const runtime of runtimes) {
    const server = ourServer(runtime, { bench: largeServer() }, { MCP_BRIDGE_MEMORY_LIMIT: "4g" });
    for (const [direction, { work }] of Object.entries(directions)) {
      const [times, memory] = [{}, {}];
      for (const megabytes of quick ? [1] : [1, 10, 100]) {
        const size = `${megabytes} MB`;
        const characters = megabytes * 1_000_000;
        // A separate process for each: memory left over from the previous one would be attributed to this one.
        await withOpen(connect(server), async (ours) => {
          await take(ours, work, 1000);
          memory[size] = await memoryRow(ours, work, characters);
          const taken = await alternate(quick ? 1 : megabytes < 100 ? 5 : 3, {
            ours: () => take(ours, work, characters),
            baseline: () => throughPipe(characters),
          });
          times[size] = throughputRow({}, taken, { least: 0.7 });
        });
      }
      rows.push(rowOfSizes({ runtime, name: direction }, times));
      rows.push(rowOfSizes({ runtime, name: `${direction}, our memory` }, memory));
    }
  }
  return rows;
}

async function take(ours, work, characters) {
  const code = [
    "import time",
    `characters = ${characters}`,
    "started = time.perf_counter()",
    work,
    "(1000 * (time.perf_counter() - started), length)",
  ];
  const answer = await ours.run(code.join("\n"));
  const [, milliseconds, length] = /\((\S+), (\d+)\)\s*$/.exec(answer) ?? [];
  if (Number(length) !== characters)
    throw new Error(`not ${characters} characters: ${answer.slice(-200)}`);
  return Number(milliseconds);
}

/** The peak memory of our process for one value, beyond what it needs anyway. */
async function memoryRow(ours, work, characters) {
  const idle = residentBytes(ours.pid);
  resetPeak(ours.pid);
  await take(ours, work, characters);
  const peak = Math.max(0, peakBytes(ours.pid) - idle);
  return row({
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
