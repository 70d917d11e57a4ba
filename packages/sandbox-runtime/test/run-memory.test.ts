import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createHeldBytes, createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { expect, it } from "vitest";
import { createFakeSandbox, type HeardFrame } from "./hostile/fake-sandbox.ts";
import { createRecordingHost } from "./recording-host.ts";

it("keeps nothing of a run that has ended, however long its sandbox lives", async () => {
  const fake = createFakeSandbox();
  fake.onFrame = ({ type, id }) => {
    if (type === "run-start") fake.sayFrame({ type: "run-end", id, status: "ok" });
  };
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const runtime = await createSandboxRuntime({ driver: fake.driver, host: createRecordingHost() });
  const heapAfter = async (runs: number): Promise<number> => {
    for (let run = 0; run < runs; run += 1) {
      await runtime.run("1");
      (fake.heard() as HeardFrame[]).length = 0;
    }
    for (let time = 0; time < 4; time += 1) collect();
    return process.memoryUsage().heapUsed;
  };
  try {
    // What V8 compiles, it compiles in the first ones.
    const before = await heapAfter(6_000);
    const after = await heapAfter(6_000);
    // A reaction to a promise that stays takes 400 bytes.
    expect((after - before) / 6_000).toBeLessThan(100);
  } finally {
    await runtime.close();
  }
});

it("counts a long text of a question twice: as it came, and as the text that it is", async () => {
  const fake = createFakeSandbox();
  const held = createHeldBytes(4 * 1024 * 1024);
  const host = createRecordingHost();
  await using runtime = await createSandboxRuntime({ driver: fake.driver, host, held });
  const ask = (characters: number): Promise<unknown> => {
    fake.onFrame = ({ type, id }) => {
      const params = {
        server: "s",
        tool: "get_prompt",
        arguments: { text: "x".repeat(characters) },
      };
      const call = { type: "call", id: 1, run: id, method: "tools.call", params };
      if (type === "run-start") fake.sayFrame(call);
      else if (type === "call-result") fake.sayFrame({ type: "run-end", id: runId, status: "ok" });
      if (type === "run-start") runId = String(id);
    };
    return runtime.run("1");
  };
  let runId = "";
  expect(await ask(1_500_000)).toMatchObject({ status: "ok" });
  await expect(ask(3_000_000)).rejects.toMatchObject({ code: "protocol-violation" });
});

it("lets a thousand calls of 50 KB of records wait at once", async () => {
  const fake = createFakeSandbox();
  const host = createRecordingHost();
  await using runtime = await createSandboxRuntime({ driver: fake.driver, host });
  const records = Array.from({ length: 280 }, (_, id) => ({
    id,
    name: `customer number ${id}`,
    email: `user${id}@example.com`,
    active: true,
    score: id * 1.5,
    tags: ["a", "b"],
    created_at: "2025-01-15T10:00:00Z",
    status: "open",
  }));
  const params = { server: "s", tool: "hang", arguments: { records } };
  fake.onFrame = ({ type, id: run }) => {
    if (type !== "run-start") return;
    const rest = JSON.stringify({ run, method: "tools.call", params }).slice(1);
    for (let id = 0; id < 1_000; id += 1) fake.say(`{"type":"call","id":${id},${rest}\n`);
    fake.sayFrame({ type: "run-end", id: run, status: "ok" });
  };
  await runtime.run("1");
  expect(JSON.stringify(records).length).toBeGreaterThan(45_000);
  expect(fake.heard().filter(({ type }) => type === "call-result")).toEqual([]);
});
