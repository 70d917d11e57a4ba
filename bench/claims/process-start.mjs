import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { alternate } from "../measure/alternate.mjs";
import { ourServer } from "../measure/connect.mjs";
import { timesRow } from "../report/rows.mjs";

export const claim = "From the start of our process to the answer to initialize";
export const baseline = "`node -e 0`";

const initialize = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "bench", version: "0" },
  },
});

export async function measure({ quick }) {
  const taken = await alternate(quick ? 2 : 20, {
    ours: answered,
    baseline: async () => {
      await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "close");
    },
  });
  return [timesRow({ name: "no upstream servers" }, taken, { most: 3 })];
}

async function answered() {
  const { command, args, env } = ourServer("embedded");
  const started = performance.now();
  const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "ignore"] });
  const ended = once(child, "close");
  child.stdin.write(`${initialize}\n`);
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const milliseconds = performance.now() - started;
  if (!line.includes("serverInfo")) throw new Error(`not an answer: ${line}`);
  child.stdin.end();
  await ended;
  return milliseconds;
}
