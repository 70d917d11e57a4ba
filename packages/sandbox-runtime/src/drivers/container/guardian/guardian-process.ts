// A small process beside ours that outlives it. When ours is gone without having said goodbye (killed, crashed), it
// removes the containers that ours had, those that were only half started among them, and ends the API service that
// ours had started. Until then it only waits.
import { removeContainers } from "../remove-containers.ts";
import { connectEngine } from "../engines/connect-engine.ts";
import type { GuardianTask } from "./start-guardian.ts";

const lookForMs = 4_000;
const leastLooks = 3;
const pauseMs = 500;

const task = JSON.parse(process.argv[2] ?? "{}") as GuardianTask;
let goodbye = false;
process.stdin.on("data", () => (goodbye = true));
process.stdin.on("close", () => void (goodbye ? undefined : cleanUp()));
// A terminal's Ctrl-C is for ours; what follows from it arrives as the end of input.
for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) process.on(signal, () => {});

async function cleanUp(): Promise<void> {
  const client = await connectEngine(task.engine, task.address);
  // A container that was being created may appear after the first look.
  const until = Date.now() + lookForMs;
  for (let looks = 0; looks < leastLooks || Date.now() < until; looks += 1) {
    await removeContainers(client, task.labels).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  if (task.servicePid !== undefined) endService(task.servicePid);
  process.exit();
}

function endService(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // It has ended already.
  }
}
