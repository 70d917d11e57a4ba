// Flags of V8 hold for all that a process does, so each case has a process of its own.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const heapGrowth = new URL("../dist/heap-growth.js", import.meta.url).href;

it("seldom collects all of the heap for small runs", async () => {
  const settings = { MCP_BRIDGE_RUNTIME: "embedded", MCP_BRIDGE_CONFIG: '{"servers":{}}' };
  const server = spawn(process.execPath, ["--trace-gc", program], {
    env: { ...process.env, ...settings },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = once(server, "close");
  const ask = (id: number, method: string, params: object): void =>
    void server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
  const run = (id: number): void =>
    ask(id, "tools/call", { name: "run_python", arguments: { code: "1 + 1" } });
  const runs = { first: 50, last: 2550 };
  let answered = -1;
  let collections = 0;
  ask(0, "initialize", {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "test", version: "0" },
  });
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.includes("Mark-Compact") && answered > runs.first) collections += 1;
    if (!line.startsWith("{")) continue;
    expect(JSON.parse(line)).toHaveProperty("result");
    answered += 1;
    if (answered < runs.last) run(answered + 1);
    else server.stdin.end();
  }
  await ended;

  expect(answered).toBe(runs.last);
  // With the bound of a large heap there are seventeen and more, else ten.
  expect(collections).toBeLessThan(14);
});

/** Keeps the newest 100 of many lists of a megabyte, and says how many megabytes the heap held at most. */
const keepNewest = `
  import { getHeapStatistics } from "node:v8";
  (await import(process.argv[2])).boundHeapGrowth();
  const newest = [];
  let most = 0;
  for (let round = 0; round < 400; round += 1) {
    newest.push(Array.from({ length: 12_500 }, (_, index) => [index + 0.5]));
    if (newest.length > 100) newest.shift();
    await new Promise(setImmediate);
    most = Math.max(most, getHeapStatistics().used_heap_size);
  }
  console.log(most / 1e6);
`;

it("keeps a heap that is large near to what is in use", () => {
  const args = ["--input-type=module", "-e", keepNewest, "heap", heapGrowth];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stderr).toBe("");
  // V8 by itself lets 100 megabytes grow to 240 and more.
  expect(Number(stdout)).toBeGreaterThan(90);
  expect(Number(stdout)).toBeLessThan(180);
});
