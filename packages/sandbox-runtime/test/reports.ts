// What code hears of its calls while they run, and the run's clock. A part of the contract of every runtime.
import { describe, expect, it } from "vitest";
import type { RunOptions, RunOutcome, SandboxRuntime } from "@mcp-code-execution/sandbox-runtime";

export function testReports(runtime: () => SandboxRuntime): void {
  const run = (code: string, options: RunOptions = {}): Promise<RunOutcome> =>
    runtime().run(code, { session: "reports", ...options });

  describe("reports of a call", () => {
    it("are told to the functions that were given, in order, before the answer", async () => {
      const outcome = await run(`
async def note(message):
  await asyncio.sleep(0)
  print("log", message)
answer = await mcp_echo_server.call_tool("report", {"progress": [1, 2], "log": ["a", {"b": [1]}]}, on_progress=print, on_log=note)
print(answer)`);
      expect(printed(outcome)).toBe(
        "{'progress': 1, 'total': 9, 'message': None}\n" +
          "{'progress': 2, 'total': 9, 'message': None}\n" +
          "log {'level': 'info', 'logger': None, 'data': 'a'}\n" +
          "log {'level': 'info', 'logger': None, 'data': {'b': [1]}}\n" +
          "progress, log\n",
      );
    });

    it("are asked for only by code that wants them, by each way to a call", async () => {
      expect(
        (
          await run(`from mcp import runtime
none = await mcp_echo_server.report(progress=[], log=[])
one = await mcp_echo_server.report(progress=[], log=[], on_log=print)
other = await runtime.call_tool("echo-server", "report", {"progress": [], "log": []}, on_progress=print)
none, one, other`)
        ).value,
      ).toBe("('no progress, no log', 'no progress, log', 'progress, no log')");
    });

    it("leave the tools' own arguments alone", async () => {
      expect(
        (await run("await mcp_echo_server.call_tool('echo', on_progress='mine', on_log=1)")).value,
      ).toBe("{'on_progress': 'mine', 'on_log': 1}");
    });

    it("do not cost the call where a function raises: a warning says so, once", async () => {
      const outcome = await run(`
def fail(report): raise ValueError("no room")
await mcp_echo_server.call_tool("report", {"progress": [1, 2, 3], "log": []}, on_progress=fail)`);
      expect(outcome).toMatchObject({ status: "ok", value: "'progress, no log'" });
      expect(printed(outcome)).toBe(
        "Warning: on_progress of mcp_echo_server.call_tool raised ValueError: no room. The call continues without it.\n",
      );
    });

    it("of a server that floods are few, and what was dropped is counted", async () => {
      const outcome = await run(`
steps, lines = [], []
answer = await mcp_echo_server.call_tool("flood", {"times": 50_000}, on_progress=steps.append, on_log=lines.append)
answer, len(steps) < 100, steps[-1]["progress"], len(lines) <= 2001, lines[-1]["data"]`);
      expect(outcome.value).toMatch(
        /^\('survived', True, 50000, True, '[\d,]+ messages of this call were left out: there were too many'\)$/,
      );
    });

    it("can be interrupted while a function is busy", async () => {
      const outcome = await run(
        "def spin(report):\n  while True: pass\nawait mcp_echo_server.call_tool('report', {'progress': [1], 'log': []}, on_progress=spin)",
        { timeoutMs: 500 },
      );
      expect(outcome).toMatchObject({ status: "timeout", stateLost: false });
    });
  });

  describe("the run's clock", () => {
    it("stands still while a person is asked, and goes on afterwards", async () => {
      const code = "a = await mcp_echo_server.call_tool('ask a person', {'ms': 1_500})\nprint(a)\n";
      const outcome = await run(`${code}while True: pass`, { timeoutMs: 1_000 });
      expect(outcome).toMatchObject({ status: "timeout", stateLost: false });
      expect(printed(outcome)).toBe("yes\n");
    });

    it("goes on where a host forgets to give it back", async () => {
      const code = "await mcp_echo_server.call_tool('ask a person', {'ms': 1, 'forgets': True})\n";
      expect(await run(`${code}while True: pass`, { timeoutMs: 1_000 })).toMatchObject({
        status: "timeout",
      });
    });

    it("does not keep a run from being cancelled while it stands still", async () => {
      const controller = new AbortController();
      const outcome = await run(
        "kept = 1\nprint('asking')\nawait mcp_echo_server.call_tool('ask a person', {'ms': 600_000})",
        { signal: controller.signal, onOutput: () => controller.abort() },
      );
      expect(outcome).toMatchObject({ status: "cancelled", stateLost: false });
      expect((await run("kept")).value).toBe("1");
    });
  });
}

function printed({ output }: RunOutcome): string {
  return output.map(({ text }) => text).join("");
}
