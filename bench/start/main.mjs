// How long a session's first result takes, beside a bare `docker run -i --rm` of the same image that prints a line.
// Both are measured in turn in one run, so that the ratio holds when the machine's speed drifts.
//
//   node bench/start/main.mjs [docker|podman] [rounds]
import { spawnSync } from "node:child_process";
import { createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";

const [engine = "docker", rounds = "10"] = process.argv.slice(2);
const image = process.env.MCP_BRIDGE_IMAGE ?? "mcp-code-execution:latest";

const bare = () => {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    engine,
    ["run", "-i", "--rm", "--network", "none", image, "python3", "-c", "print('a line')"],
    { encoding: "utf8" },
  );
  if (status !== 0 || !stdout.includes("a line"))
    throw new Error(`${engine} run failed: ${stderr}`);
  return performance.now() - started;
};

const runtime = await createSandboxRuntime({ runtime: engine, image });
const firstResult = async (name) => {
  const started = performance.now();
  const { value } = await runtime.run("1 + 1", { session: name });
  if (value !== "2") throw new Error("a run failed");
  const elapsed = performance.now() - started;
  const again = performance.now();
  await runtime.run("1 + 1", { session: name });
  const warm = performance.now() - again;
  await runtime.session(name).close();
  return [elapsed, warm];
};

const figures = { bare: [], cold: [], "second run": [], ready: [] };
bare();
await firstResult("warm-up");
for (let round = 0; round < Number(rounds); round += 1) {
  figures.bare.push(bare());
  const [cold, second] = await firstResult(`round ${round}`);
  figures.cold.push(cold);
  figures["second run"].push(second);
}
await runtime.close();

for (let round = 0; round < Number(rounds); round += 1) {
  const prepared = await createSandboxRuntime({ runtime: engine, image, warm: 1 });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const started = performance.now();
  await prepared.run("1 + 1");
  figures.ready.push(performance.now() - started);
  await prepared.close();
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
console.log(`${engine}, ${image}, ${rounds} rounds, milliseconds: median (lowest to highest)`);
for (const [name, values] of Object.entries(figures)) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  console.log(
    `${name.padEnd(12)} ${median(values).toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`,
  );
}
console.log(`cold / bare  ${(median(figures.cold) / median(figures.bare)).toFixed(2)}`);
