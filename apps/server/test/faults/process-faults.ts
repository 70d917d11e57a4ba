// Processes of ours that are killed, or stopped and then go on, or do not.
import { descendants, type RunningProcess } from "../fixtures/processes.ts";
import { pause } from "./break-things.ts";
import type { Fault } from "./faults.ts";
import type { Random } from "./random.ts";

export function processFaults(name: string, command: RegExp): Fault[] {
  const victims = (): RunningProcess[] =>
    descendants(process.pid).filter((found) => command.test(found.command));

  async function stop(random: Random, signal: AbortSignal, last: NodeJS.Signals): Promise<boolean> {
    const found = victims();
    if (found.length === 0) return false;
    const victim = random.pick(found);
    send(victim, "SIGSTOP");
    await pause(500 + random.below(3_000), signal);
    send(victim, last);
    return true;
  }

  return [
    {
      name: `${name} killed`,
      async inject(random) {
        const found = victims();
        if (found.length > 0) send(random.pick(found), "SIGKILL");
        return found.length > 0;
      },
    },
    {
      name: `${name} stopped for a while`,
      inject: (random, signal) => stop(random, signal, "SIGCONT"),
    },
    {
      name: `${name} stopped and killed`,
      inject: (random, signal) => stop(random, signal, "SIGKILL"),
    },
  ];
}

function send({ id }: RunningProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal);
  } catch {
    // It has ended meanwhile.
  }
}
