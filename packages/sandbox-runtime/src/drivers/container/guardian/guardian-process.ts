// A small process that outlives the host. If the host ends without saying goodbye (it was killed or crashed), the
// guardian removes the host's containers, including those that were still starting, and ends the API service that the
// host had started. Until then it only waits. A goodbye may name containers that the engine may still create: then only
// these are removed.
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { endContainer } from "../removal/end-container.ts";
import type { ServiceProcess } from "../engines/engine.ts";
import { connectPlainly } from "../engines/connect-plainly.ts";
import type { EngineClient } from "../engines/get-from-engine.ts";
import { isEngineGone } from "../explain-start.ts";
import { listContainers } from "../running/list-containers.ts";
import { processStart } from "../running/this-machine.ts";
import type { GuardianTask, GuardianWord } from "./start-guardian.ts";

const lookForMs = 4_000;
const leastLooks = 3;
const pauseMs = 500;
const latePauseMs = 2_000;

const task = JSON.parse(process.argv[2] ?? "{}") as GuardianTask;
/** Containers whose creation was not confirmed: on a busy engine they appear long after the host is gone. */
const mayAppear = new Set<string>();
let goodbye = false;
createInterface({ input: process.stdin }).on("line", take);
process.stdin.once("close", leave);
// Ctrl-C in a terminal is meant for the host; if the host ends, this process notices it as the end of its input.
for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) process.on(signal, () => {});

function take(line: string): void {
  const word = JSON.parse(line) as GuardianWord;
  if ("creating" in word) mayAppear.add(word.creating);
  else if ("created" in word) mayAppear.delete(word.created);
  else {
    goodbye = true;
    mayAppear.clear();
    for (const name of word.bye) mayAppear.add(name);
  }
}

function leave(): void {
  if (!goodbye || mayAppear.size > 0) void cleanUp();
}

async function cleanUp(): Promise<void> {
  const client = await connectPlainly(task.engine, task.address);
  const begun = performance.now();
  for (let looks = 1; ; looks += 1) {
    const isAnswered = await remove(client);
    const took = performance.now() - begun;
    const isEarly = !goodbye && (looks < leastLooks || took < lookForMs);
    const isOpen = (mayAppear.size > 0 || !isAnswered) && took < task.creationMs;
    if (!isEarly && !isOpen) break;
    await sleep(took < lookForMs ? pauseMs : latePauseMs);
  }
  if (!goodbye && task.service) await endService(task.service);
  process.exit();
}

/** False if the engine has to be asked again. */
async function remove(client: EngineClient): Promise<boolean> {
  try {
    const found = await listContainers(client, task.labels);
    const ours = goodbye ? found.filter(({ name }) => mayAppear.has(name)) : found;
    const ends = await Promise.all(ours.map(({ id }) => endContainer(client, id)));
    for (const { name } of ours) mayAppear.delete(name);
    return !ends.includes("unknown");
  } catch (error) {
    return isEngineGone(error);
  }
}

/** The service may have ended by itself, and another process may have its id. */
async function endService({ pid, started }: ServiceProcess): Promise<void> {
  if ((await processStart(pid)) !== started) return;
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // It has ended already.
  }
}
