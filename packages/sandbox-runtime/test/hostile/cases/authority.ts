import { expect } from "vitest";
import type { BatteryCase } from "../battery.ts";

const ask = "from mcp import connection\n";

export const authorityCases: readonly BatteryCase[] = [
  {
    id: "6.unknown-method",
    name: "methods that the host does not offer",
    protection: "the host answers the methods it knows, and no other",
    checked: "mutation",
    async attack({ attempt }) {
      const outcome = await attempt(`${ask}
refused = []
for method in "host.exec", "tools.__proto__", "constructor", "savedTools.save", "callTool", "":
    try: await connection.request(method, server="echo-server", tool="echo", arguments={})
    except Exception as error: refused.append(type(error).__name__)
refused`);
      expect(outcome.value).toBe(`[${Array(6).fill("'CallRefusedError'").join(", ")}]`);
    },
  },
  {
    id: "6.after-the-end",
    name: "a call from a task that its run left behind",
    protection: "the kernel refuses it, and to the host a call between runs is a violation",
    checked: "mutation",
    async attack({ attempt, host }) {
      await attempt(`
late = "not tried"
async def later():
    global late
    await asyncio.sleep(0.05)
    try:
        await mcp_echo_server.echo(late=True)
        late = "called"
    except Exception as error: late = type(error).__name__
task = asyncio.create_task(later())`);
      const before = host.calls.length;
      expect((await attempt("await task; late")).value).toBe("'CallRefusedError'");
      expect(host.calls.length).toBe(before);
    },
  },
  {
    id: "6.after-the-stop",
    name: "a call made in the grace period of a run that was stopped",
    protection: "the host puts no call of a stopped run to a server",
    checked: "mutation",
    async attack({ attempt, host }) {
      const outcome = await attempt(
        `
try: await mcp_echo_server.hang(id='until stopped')
except BaseException as stop:
    try: await mcp_echo_server.echo(late=True)
    except Exception as error: print(type(error).__name__)
    raise`,
        { timeoutMs: 2_000 },
      );
      expect(outcome).toMatchObject({ status: "timeout", output: "CallRefusedError\n" });
      expect(host.calls.filter((call) => call.arguments["late"])).toEqual([]);
    },
  },
  {
    id: "6.ten-thousand-calls",
    name: "ten thousand calls at once",
    protection: "each call is one frame and one answer; none is lost or made twice",
    checked: "mutation",
    async attack({ attempt, host }) {
      const before = host.calls.length;
      const outcome = await attempt(
        "r = await asyncio.gather(*[mcp_echo_server.echo(n=i) for i in range(10_000)])\n[x['n'] for x in r] == list(range(10_000))",
        { timeoutMs: 100_000 },
      );
      expect(outcome.value).toBe("True");
      const made = host.calls.slice(before).map((call) => call.arguments["n"]);
      expect(made.length).toBe(10_000);
      expect(new Set(made).size).toBe(10_000);
    },
  },
];
