// The guardian of a killed host ends the host's own Podman service, which may have ended by itself long before.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { processStart } from "../src/drivers/container/running/this-machine.ts";

const guardian = fileURLToPath(
  new URL("../dist/drivers/container/guardian/guardian-process.js", import.meta.url),
);
const services: ChildProcess[] = [];
afterAll(() => {
  for (const service of services) service.kill("SIGKILL");
});

/** Whether a process is left alone by the guardian of a host that was killed, whose service started then. */
async function survives(startedAt: (started: string) => string): Promise<boolean> {
  const service = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);
  services.push(service);
  const ended = once(service, "exit").then(() => false);
  await once(service, "spawn");
  const pid = service.pid ?? 0;
  const started = startedAt((await processStart(pid)) ?? "");
  const task = {
    engine: "podman",
    address: "unix:///nowhere/api.sock",
    labels: ["mcp-code-execution.owner=nobody"],
    creationMs: 0,
    service: { pid, started },
  };
  const child = spawn(process.execPath, [guardian, JSON.stringify(task)], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  child.stdin.end();
  expect(await once(child, "exit")).toEqual([0, null]);
  return Promise.race([ended, new Promise<boolean>((resolve) => setTimeout(resolve, 500, true))]);
}

it.skipIf(process.platform === "win32")(
  "ends the service, and no other process that has its number since",
  async () => {
    const left = await Promise.all([
      survives((started) => started),
      survives((started) => `${Number(started) - 1}`),
    ]);
    expect(left).toEqual([false, true]);
  },
);
