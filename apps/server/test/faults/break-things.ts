// What fails from outside: processes of ours are killed, or stopped and killed later.
import { setTimeout as sleep } from "node:timers/promises";
import { descendants, type RunningProcess } from "../fixtures/processes.ts";
import type { EngineCommand } from "./engine.ts";
import type { Random } from "./random.ts";

const parts = [/ledger-server/, /\bdeno\b/] as const;

/** Until the signal: at each turn a server or a sandbox is killed or stopped. Resolves with how many were. */
export async function breakThings(
  random: Random,
  signal: AbortSignal,
  engine?: EngineCommand,
): Promise<number> {
  let broken = 0;
  while (!signal.aborted) {
    await sleep(300 + random.below(2_500), undefined, { signal }).catch(() => {});
    if (engine && random.below(2) === 0) {
      const containers = await engine.containers();
      if (containers.length === 0) continue;
      await engine.kill(random.pick(containers));
      broken += 1;
      continue;
    }
    const part = random.pick(parts);
    const found = descendants(process.pid).filter(({ command }) => part.test(command));
    if (signal.aborted || found.length === 0) continue;
    const victim = random.pick(found);
    if (random.below(4) === 0) await stopAndKill(victim, signal);
    else end(victim, "SIGKILL");
    broken += 1;
  }
  return broken;
}

async function stopAndKill(victim: RunningProcess, signal: AbortSignal): Promise<void> {
  end(victim, "SIGSTOP");
  await sleep(1_500, undefined, { signal }).catch(() => {});
  end(victim, "SIGKILL");
}

function end({ id }: RunningProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal);
  } catch {
    // It has ended meanwhile.
  }
}
