// One run whose calls fail as the seed decides, and what is known of each call afterwards.
import type { Bridge } from "mcp-code-execution";
import type { Random } from "./random.ts";

const callFaults = (
  "none none none none none none refuse slow hang garbage " +
  "crash-before crash-after cut-before cut-after half-answer"
).split(" ");
const runKinds = [
  "calls",
  "calls",
  "calls",
  "calls",
  "exit",
  "busy",
  "fill",
  "flood",
  "save",
] as const;
const endings: Record<(typeof runKinds)[number], string> = {
  calls: "",
  exit: "import os\nos._exit(1)",
  busy: "while True: pass",
  fill: "with open('/tmp/full', 'wb') as f:\n    for _ in range(2000): f.write(bytes(1 << 20))",
  flood: "print('x' * 3_000_000)",
  save: `
from mcp import runtime
def kept(): return "${"x".repeat(3_000)}"
try:
    await runtime.save_tool(kept, overwrite=True)
except Exception as error:
    print("not saved:", error)`,
};

export interface RunRecord {
  status: string;
  durationMs: number;
  /** Of a run that was lost: why. */
  reason: string | undefined;
  /** Ids of its calls. */
  ids: string[];
  /** What the code said of each: `ok`, or the code of the error. */
  said: Map<string, string>;
}

export async function runUnderFaults(
  bridge: Bridge,
  random: Random,
  { id, session, servers }: { id: string; session: string; servers: readonly string[] },
): Promise<RunRecord> {
  const calls = Array.from({ length: 1 + random.below(4) }, (_, place) => ({
    id: `${id}.${place}`,
    fault: random.pick(callFaults),
    server: random.pick(servers),
  }));
  const kind = random.pick(runKinds);
  const cancelled = new AbortController();
  const cancel = random.below(12) === 0;
  const timer = cancel ? setTimeout(() => cancelled.abort(), random.below(3_000)) : undefined;
  const startedAt = performance.now();
  const report = await bridge.run(codeOf(calls, endings[kind]), {
    session,
    signal: cancelled.signal,
    timeoutMs: 6_000,
  });
  clearTimeout(timer);
  const said = new Map<string, string>();
  const printed = (report.output ?? []).map(({ text }) => text).join("");
  for (const [, call = "", what = ""] of printed.matchAll(/^said (\S+) (\S+)$/gm))
    said.set(call, what);
  return {
    status: report.status,
    durationMs: performance.now() - startedAt,
    reason: report.status === "lost" ? report.error?.message : undefined,
    ids: calls.map((call) => call.id),
    said,
  };
}

function codeOf(calls: readonly object[], ending: string): string {
  return `
async def record(call):
    try:
        await mcp_servers[call["server"]].call_tool("record", {"id": call["id"], "fault": call["fault"]})
        print("said", call["id"], "ok", flush=True)
    except Exception as error:
        print("said", call["id"], getattr(error, "code", None) or type(error).__name__, flush=True)
await asyncio.gather(*[record(call) for call in json.loads(${JSON.stringify(JSON.stringify(calls))})])
${ending}`;
}
