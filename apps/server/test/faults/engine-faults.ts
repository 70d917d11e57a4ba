// Engines that stand still or end, and containers that others kill, pause or remove.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  startEngineProxy,
  type AnswerFault,
  type EngineProxy,
  type StreamFault,
} from "../../../../packages/sandbox-runtime/test/container/engine-proxy.ts";
import { pause } from "./break-things.ts";
import type { Fault } from "./faults.ts";
import type { OwnEngine } from "./own-engines.ts";
import type { Random } from "./random.ts";

const run = promisify(execFile);

const answerFaults: readonly AnswerFault[] = [
  "error 500",
  "cut before the engine was asked",
  "cut after the engine was asked",
  "no answer",
  "late",
];
const streamFaults: readonly StreamFault[] = ["split", "still", "cut", "still for ever"];

export interface TroubledProxy extends EngineProxy {
  troubled: boolean;
  /** How often each fault was injected. */
  counts: Record<string, number>;
}

/** In the engine's way while it is `troubled`: one answer of ten and four streams of ten fail. */
export async function startTroubledProxy(
  socket: string,
  engine: OwnEngine,
  random: Random,
): Promise<TroubledProxy> {
  const counts: Record<string, number> = {};
  function draw<Name extends string>(
    kind: string,
    names: readonly Name[],
    ofTen: number,
  ): Name | undefined {
    const meant = random.below(10) < ofTen ? random.pick(names) : undefined;
    if (!proxy.troubled || meant === undefined) return undefined;
    counts[`${kind}: ${meant}`] = (counts[`${kind}: ${meant}`] ?? 0) + 1;
    return meant;
  }
  const plain = await startEngineProxy(socket, engine.socket, {
    answer: () => draw("answer", answerFaults, 1),
    stream() {
      const fault = draw("stream", streamFaults, 4);
      return fault && { fault, afterMs: 200 + random.below(4_000) };
    },
  });
  const proxy: TroubledProxy = { troubled: false, counts, close: plain.close };
  return proxy;
}

/** Ids of the containers that this process owns, whatever their state. */
export async function ownContainers({ socket }: OwnEngine): Promise<string[]> {
  const label = `label=mcp-code-execution.pid=${process.pid}`;
  const { stdout } = await docker(socket, "ps", "--all", "--quiet", "--filter", label);
  return stdout.split("\n").filter(Boolean);
}

export function containerFaults(engine: OwnEngine): Fault[] {
  return ["kill", "pause", "rm --force"].map((verb): Fault => ({
    name: `container: ${verb}`,
    async inject(random) {
      const containers = await ownContainers(engine).catch(() => []);
      if (containers.length === 0) return false;
      // It may have ended meanwhile, and rootless Podman can pause none on cgroups of version 1.
      return docker(engine.socket, ...verb.split(" "), random.pick(containers)).then(
        () => true,
        () => false,
      );
    },
  }));
}

export function engineFaults(engine: OwnEngine): Fault[] {
  return [
    {
      name: "engine stopped for a while",
      async inject(random, signal) {
        engine.signal("SIGSTOP");
        await pause(500 + random.below(8_000), signal);
        engine.signal("SIGCONT");
        return true;
      },
    },
    {
      name: "engine killed and started again",
      async inject(random, signal) {
        await engine.crash();
        await pause(random.below(2_000), signal);
        await engine.start();
        return true;
      },
    },
  ];
}

function docker(socket: string, ...words: string[]): Promise<{ stdout: string }> {
  return run("docker", ["--host", `unix://${socket}`, ...words], { timeout: 20_000 });
}
