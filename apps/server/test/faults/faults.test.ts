// Failures at every boundary, in an order that a seed decides, under load. Settings: FAULTS_SECONDS (20), FAULTS_SEED,
// FAULTS_RUNTIME (embedded, docker, podman-rootful, podman-rootless).
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createBridge } from "mcp-code-execution";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createHostFolder, type HostFolder } from "../fixtures/host-folder.ts";
import { descendants } from "../fixtures/processes.ts";
import { fixture } from "../fixtures/upstream-servers.ts";
import { missingFromAudit } from "./audited-calls.ts";
import { breakThings, pause } from "./break-things.ts";
import {
  containerFaults,
  engineFaults,
  ownContainers,
  startTroubledProxy,
  type TroubledProxy,
} from "./engine-faults.ts";
import type { Fault } from "./faults.ts";
import { pipeFaults, writeFaultyPipe } from "./faulty-pipe.ts";
import { startHttpLedger } from "./http-ledger.ts";
import { createOwnEngine, type OwnEngine } from "./own-engines.ts";
import { processFaults } from "./process-faults.ts";
import { createRandom } from "./random.ts";
import { runUnderFaults, type RunRecord } from "./run-under-faults.ts";
import { canMount, diskFaults, mountSmallDisk } from "./small-disk.ts";

const seconds = Number(process.env["FAULTS_SECONDS"] ?? 20);
const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 2 ** 31);
const runtime = process.env["FAULTS_RUNTIME"] ?? "embedded";
const sessions = ["a", "b", "c"];
const servers = ["first", "second", "web"];
/** A run's time, the grace after it, the time a sandbox may take to start, twice, and what a slow machine adds. */
const longestRunMs = 6_000 + 3_000 + 2 * 20_000 + 20_000;
/** A guardian stays for as long as an engine may still make what it was asked for and did not answer: a minute. */
const guardianEndMs = 75_000;
const statuses = new Set(["ok", "error", "timeout", "cancelled", "lost"]);
/** Errors that say that nothing was called. */
const notCalled = new Set(["start-failed", "refused", "still-starting", "invalid-arguments"]);

const pipe = vi.hoisted(() => ({ path: "" }));
vi.mock(
  import("../../../../packages/sandbox-runtime/src/drivers/embedded/find-deno.ts"),
  async (original) => {
    const { findDeno } = await original();
    return { findDeno: (...search) => pipe.path || findDeno(...search) };
  },
);

// With Docker, frames go through the engine, where its streams can be split, held and cut; with Podman, through pipes.
vi.mock(
  import("../../../../packages/sandbox-runtime/src/drivers/container/process/direct-pipes.ts"),
  async (original) => {
    const pipes = await original();
    return {
      ...pipes,
      mayOpenPipes: (asked) => asked.name !== "docker" && pipes.mayOpenPipes(asked),
    };
  },
);

let folder: HostFolder;
/** For what no fault may touch. */
let safe: string;
let engine: OwnEngine | undefined;
let proxy: TroubledProxy | undefined;
const disks: AsyncDisposable[] = [];

beforeAll(async () => {
  safe = mkdtempSync(join(tmpdir(), "faults-"));
  engine = await createOwnEngine(runtime);
  folder = await createHostFolder();
  if (canMount()) {
    disks.push(await mountSmallDisk(folder.root));
    for (const path of [folder.home, folder.project, folder.temporary]) mkdirSync(path);
    mkdirSync(join(folder.root, "audit"));
    disks.push(await mountSmallDisk(join(folder.root, "audit")));
  } else console.error("SKIPPED: the faults of a disk: root alone can mount one");
  if (engine) {
    const socket = join(safe, "proxy.sock");
    proxy = await startTroubledProxy(socket, engine, createRandom(seed + 100));
    vi.stubEnv(engine.variable, `unix://${socket}`);
  } else {
    const { findDeno } =
      await import("../../../../packages/sandbox-runtime/src/drivers/embedded/find-deno.ts");
    const path = join(safe, "faulty-pipe");
    await writeFaultyPipe(path, findDeno());
    pipe.path = path;
  }
  for (const [name, value] of Object.entries(folder.environment)) vi.stubEnv(name, value);
}, 240_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await proxy?.close();
  await engine?.close();
  for (const disk of disks.toReversed()) await disk[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
  rmSync(safe, { recursive: true, force: true });
}, 120_000);

const children = (): string[] =>
  descendants(process.pid)
    .map(({ command }) => command)
    .toSorted();
/** What each is, such as `socket:[1234]`. */
const descriptors = (): string[] =>
  readdirSync("/proc/self/fd").flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`)];
    } catch {
      return [];
    }
  });

describe.runIf(process.platform === "linux")("a server whose parts fail", () => {
  it(
    "gives each run one outcome, makes no call twice, loses none in silence, and leaves nothing",
    {
      timeout: seconds * 1_000 + 300_000,
    },
    async () => {
      console.error(`faults on ${runtime} for ${seconds} s with FAULTS_SEED=${seed}`);
      // Of each try its own: the calls of both would count as made twice.
      const ledger = join(mkdtempSync(join(safe, "try-")), "ledger");
      const audit = join(folder.root, "audit", "audit.jsonl");
      const unhandled: unknown[] = [];
      const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
      process.on("unhandledRejection", onUnhandled);
      const before = { children: children(), descriptors: descriptors(), heap: usedHeap() };
      const web = await startHttpLedger(ledger);
      const bridge = createBridge({
        runtime: engine?.runtime ?? "embedded",
        servers: {
          first: fixture("ledger-server", `--ledger=${ledger}`),
          second: fixture("ledger-server", `--ledger=${ledger}`),
          web: { url: web.url },
        },
        timeoutSeconds: 30,
        startupTimeoutSeconds: 20,
        warm: 1,
        auditLog: { path: audit, arguments: "full" },
        savedToolsFolder: join(folder.home, "saved-tools"),
      });
      const end = AbortSignal.timeout(seconds * 1_000);
      const records: RunRecord[] = [];
      const underWay = new Map<string, number>();
      let stage = "runs";
      // Where something hangs, this says what.
      const progress = setInterval(() => {
        const ages = [...underWay].map(
          ([id, since]) => `${id} for ${Math.round((performance.now() - since) / 1000)} s`,
        );
        console.error(`${stage}: ${records.length} done, under way: ${ages.join(", ")}`);
      }, 60_000);
      if (proxy) proxy.troubled = true;
      const breaking = breakThings(faults(), createRandom(seed), end);
      await Promise.all(
        sessions.map(async (session, place) => {
          const random = createRandom(seed + place + 1);
          for (let run = 0; !end.aborted; run += 1) {
            const id = `${session}${run}`;
            underWay.set(id, performance.now());
            const record = await runUnderFaults(bridge, random, { id, session, servers });
            underWay.delete(id);
            records.push(record);
            // What is refused at once is not asked again at once.
            if (record.status === "lost") await pause(random.below(1_000), end);
          }
        }),
      );
      stage = "the last fault";
      const broken = { ...(await breaking), ...proxy?.counts };
      if (proxy) proxy.troubled = false;

      stage = "the run after all faults";
      // Of the sandboxes that wait ready, one may still hang on a pipe that stands still for ever.
      const recovered = await attempts(3, (attempt) =>
        bridge.run(`await mcp_first.record(id='last ${attempt}')`, {
          session: "fresh",
          timeoutMs: 10_000,
        }),
      );
      stage = "the end of the bridge";
      await bridge.close();
      stage = "the ledger's end";
      await web.close();
      clearInterval(progress);
      process.off("unhandledRejection", onUnhandled);

      const lines = readFileSync(ledger, "utf8").trim().split("\n");
      const count = groupLines(lines);
      const counted = (id: string): number => count.get(id)?.length ?? 0;
      const tally = Object.fromEntries(
        [...statuses].map((status) => [
          status,
          records.filter((each) => each.status === status).length,
        ]),
      );
      const longest = Math.max(...records.map(({ durationMs }) => durationMs));
      const heap = usedHeap() - before.heap;
      console.error(
        `${records.length} runs, the longest of ${(longest / 1000).toFixed(1)} s, heap +${(heap / 2 ** 20).toFixed(1)} MiB`,
        tally,
        broken,
        countReasons(records),
      );

      expect(records.length).toBeGreaterThan(sessions.length);
      expect(Object.keys(broken)).not.toEqual([]);
      expect(records.filter(({ status }) => !statuses.has(status))).toEqual([]);
      expect(longest).toBeLessThan(longestRunMs);
      expect(lines.filter((id) => counted(id) > 1)).toEqual([]);
      for (const { ids, said, status } of records) {
        for (const id of ids) {
          const word = said.get(id);
          if (word === "ok") expect(counted(id), `${id} was answered`).toBe(1);
          else if (word !== undefined && notCalled.has(word)) {
            expect(counted(id), `${id} was not called: ${word}`).toBe(0);
          }
          // Whoever reads the outcome knows of every call, or that the run did not get so far.
          else if (status === "ok") expect(said.has(id), `${id} is accounted for`).toBe(true);
        }
      }
      expect(missingFromAudit(audit, new Set(lines))).toBeLessThanOrEqual(0);
      expect(recovered).toMatchObject({ status: "ok" });
      expect(unhandled).toEqual([]);
      const unguarded = (): string[] =>
        children().filter((command) => !command.includes("guardian-process.js"));
      await expect.poll(unguarded, { timeout: 15_000 }).toEqual(before.children);
      await expect.poll(children, { timeout: guardianEndMs }).toEqual(before.children);
      const more = (): string[] =>
        descriptors().filter((each) => !before.descriptors.includes(each));
      await vi.waitFor(
        () => expect(more(), "descriptors").toHaveLength(Math.min(more().length, 4)),
        {
          timeout: 15_000,
        },
      );
      expect(await folder.temporaryFiles()).toEqual([]);
      expect(savedToolFiles()).toEqual([]);
      expect(heap).toBeLessThan(64 * 2 ** 20);
      if (engine) {
        const mine = engine;
        await expect.poll(() => ownContainers(mine), { timeout: 30_000 }).toEqual([]);
      }
    },
  );
});

async function attempts<Report extends { status: string }>(
  number: number,
  run: (attempt: number) => Promise<Report>,
): Promise<Report> {
  let report = await run(1);
  for (let attempt = 2; attempt <= number && report.status !== "ok"; attempt += 1) {
    report = await run(attempt);
  }
  return report;
}

function faults(): Fault[] {
  const home = diskFaults("home and temporary files", folder.root);
  const audit = diskFaults("audit log", join(folder.root, "audit"));
  const often = [
    ...processFaults("server", /ledger-server/),
    ...(engine
      ? containerFaults(engine)
      : [...processFaults("sandbox", /\bdeno run\b/), ...pipeFaults()]),
    ...(disks.length > 0 ? [...home, ...audit] : []),
  ];
  // Without an engine nothing else can be seen to fail.
  return engine ? [...often, ...often, ...engineFaults(engine)] : often;
}

/** What is in the folder of saved tools beside whole tools. */
function savedToolFiles(): string[] {
  const saved = join(folder.home, "saved-tools");
  try {
    return readdirSync(saved).filter(
      (name) =>
        !(name.endsWith(".py") && readFileSync(join(saved, name), "utf8").includes("return")),
    );
  } catch {
    return [];
  }
}

/** Without what differs each time. */
function countReasons(records: readonly RunRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of records) {
    if (reason === undefined) continue;
    const short = reason.replaceAll(/[0-9a-f-]{12,}|\/\S+/g, "…").slice(0, 200);
    counts[short] = (counts[short] ?? 0) + 1;
  }
  return counts;
}

function usedHeap(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}

function groupLines(lines: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of lines) found.set(line, [...(found.get(line) ?? []), line]);
  return found;
}
