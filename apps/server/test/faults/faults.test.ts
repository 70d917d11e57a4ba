// Failures at every boundary, in an order that a seed decides, under load. Settings: FAULTS_SECONDS (20), FAULTS_SEED,
// FAULTS_RUNTIME (embedded).
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createBridge } from "mcp-code-execution";
import type { RuntimeName } from "@mcp-code-execution/sandbox-runtime";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createHostFolder, type HostFolder } from "../fixtures/host-folder.ts";
import { descendants } from "../fixtures/processes.ts";
import { fixture } from "../fixtures/upstream-servers.ts";
import { breakThings } from "./break-things.ts";
import { engineOf } from "./engine.ts";
import { createRandom } from "./random.ts";
import { runUnderFaults, type RunRecord } from "./run-under-faults.ts";

const seconds = Number(process.env["FAULTS_SECONDS"] ?? 20);
const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 2 ** 31);
const runtime = (process.env["FAULTS_RUNTIME"] ?? "embedded") as RuntimeName;
const engine = engineOf(runtime);
const sessions = ["a", "b", "c"];
let folder: HostFolder;

beforeAll(async () => {
  folder = await createHostFolder();
  for (const [name, value] of Object.entries(folder.environment)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await folder[Symbol.asyncDispose]();
});

const statuses = new Set(["ok", "error", "timeout", "cancelled", "lost"]);
const children = (): string[] => descendants(process.pid).map(({ command }) => command);
const descriptors = (): number => readdirSync("/proc/self/fd").length;

describe.runIf(process.platform === "linux")("a server whose parts fail", () => {
  it(
    "gives each run one outcome, makes no call twice, loses none in silence, and leaves nothing",
    {
      timeout: seconds * 1_000 + 120_000,
    },
    async () => {
      console.error(`faults for ${seconds} s with FAULTS_SEED=${seed}`);
      const ledger = join(folder.root, "ledger");
      const unhandled: unknown[] = [];
      const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
      process.on("unhandledRejection", onUnhandled);
      const before = { children: children(), descriptors: descriptors() };
      const bridge = createBridge({
        runtime,
        servers: {
          first: fixture("ledger-server", `--ledger=${ledger}`),
          second: fixture("ledger-server", `--ledger=${ledger}`),
        },
        timeoutSeconds: 30,
      });
      const end = AbortSignal.timeout(seconds * 1_000);
      const records: RunRecord[] = [];
      const breaking = breakThings(createRandom(seed), end, engine);
      await Promise.all(
        sessions.map(async (session, place) => {
          const random = createRandom(seed + place + 1);
          for (let run = 0; !end.aborted; run += 1) {
            records.push(await runUnderFaults(bridge, random, { id: `${session}${run}`, session }));
          }
        }),
      );
      const broken = await breaking;

      const recovered = await bridge.run("await mcp_first.record(id='last')", { session: "fresh" });
      await bridge.close();
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
      console.error(`${records.length} runs, ${broken} processes ended`, tally);

      expect(records.length).toBeGreaterThan(sessions.length);
      expect(broken).toBeGreaterThan(0);
      expect(records.filter(({ status }) => !statuses.has(status))).toEqual([]);
      expect(lines.filter((id) => counted(id) > 1)).toEqual([]);
      for (const { ids, said, status } of records) {
        for (const id of ids) {
          if (said.get(id) === "ok") expect(counted(id), `${id} was answered`).toBe(1);
          // Whoever reads the outcome knows of every call, or that the run did not get so far.
          else if (status === "ok") expect(said.has(id), `${id} is accounted for`).toBe(true);
        }
      }
      expect(recovered).toMatchObject({ status: "ok", value: "'last'" });
      expect(unhandled).toEqual([]);
      await expect.poll(children, { timeout: 15_000 }).toEqual(before.children);
      await expect
        .poll(descriptors, { timeout: 15_000 })
        .toBeLessThanOrEqual(before.descriptors + 4);
      expect(await folder.temporaryFiles()).toEqual([]);
      if (engine) await expect.poll(engine.containers, { timeout: 30_000 }).toEqual([]);
    },
  );
});

function groupLines(lines: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of lines) found.set(line, [...(found.get(line) ?? []), line]);
  return found;
}
