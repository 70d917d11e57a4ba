import { setTimeout } from "node:timers/promises";
import { expect } from "vitest";
import type { BatteryCase } from "../battery.ts";

/** Any code in the interpreter finds the kernel, and with it the channel to the host. */
const findKernel = `
import gc, json
kernel = next(o for o in gc.get_objects() if type(o).__name__ == "Kernel" and type(o).__module__.startswith("kernel"))
run = kernel._run
def forge(frame): kernel._write_line(frame if isinstance(frame, str) else json.dumps(frame))
`;

export const protocolCases: readonly BatteryCase[] = [
  {
    id: "5.forged-words",
    name: "words that say the memory has run out, and the end of the sandbox after them",
    protection:
      "that the memory ran out is taken from how V8 or the guest ends, not from words alone",
    checked: "mutation",
    only: "embedded",
    async attack({ attempt }) {
      const outcome = await attempt(`
import js, pyodide_js
pyodide_js._api.on_fatal(js.Error.new("\\nFatal x out of memory"))`);
      expect(outcome.status).toBe("sandbox-crashed");
      expect(outcome.notices).toContain("Fatal x out of memory");
    },
  },
  {
    id: "5.uncaught",
    name: "errors that callbacks throw where no Python waits for them",
    protection: "they are written to the run's stderr, and its session goes on",
    checked: "mutation",
    only: "embedded",
    async attack({ attempt }) {
      const outcome = await attempt(`
import js
from pyodide.ffi import create_proxy
def fail(*_): raise ValueError("a callback's own")
mine = "kept"
js.setTimeout(js.JSON.parse, 0, "{")
js.setTimeout(create_proxy(fail), 0)
js.Promise.new(create_proxy(lambda resolve, reject: resolve(js.Promise.reject(1))))
js.dispatchEvent(js.Event.new("error"))
await asyncio.sleep(0.1)`);
      expect(outcome.status).toBe("ok");
      expect(outcome.output).toContain("Uncaught SyntaxError");
      expect(outcome.output).toContain("ValueError: a callback's own");
      expect(await attempt("mine")).toMatchObject({ value: "'kept'", notices: "" });
    },
  },
  {
    id: "5.own-channel",
    name: "frames that are none, written with the kernel's own function",
    protection: "every line of a sandbox is checked; one that does not fit ends the sandbox",
    checked: "mutation",
    async attack({ attempt }) {
      const outcome = await attempt(`${findKernel}forge("garbage")\nawait asyncio.sleep(60)`);
      expect(outcome.status).toBe("protocol-violation");
    },
  },
  {
    id: "5.long-end",
    name: "a run's end with more text than a run may print",
    protection:
      "a value and an error have the length that the kernel cuts them to, or end the sandbox",
    checked: "mutation",
    async attack({ attempt }) {
      const longest = await attempt(`chr(0x1F389) * 1_000_000`);
      expect(longest.status).toBe("ok");
      expect(longest.value?.length).toBeGreaterThan(40_000);
      // Nor is any error that code can raise: what it is called is shortened too.
      for (const odd of [
        `type("E" * 2_000, (Exception,), {})("x")`,
        `type("M", (type,), {"__name__": property(lambda kind: {})})("E", (Exception,), {})("x")`,
        `type("E", (Exception,), {"__str__": lambda self: type("S", (str,), {"__len__": lambda s: 0})("x" * 100_000)})()`,
      ]) {
        expect((await attempt(`raise ${odd}`)).status).toBe("error");
      }
      for (const rest of [
        `"value": "x" * 60_000`,
        `"value": "x", "error": {"type": "E", "message": "x"}`,
      ]) {
        const outcome = await attempt(`${findKernel}
forge({"type": "run-end", "id": run, "status": "ok", ${rest}})
await asyncio.sleep(60)`);
        expect(outcome.status).toBe("protocol-violation");
      }
    },
  },
  {
    id: "5.another-run",
    name: "a call in the name of another run",
    protection: "a frame of another run ends the sandbox",
    checked: "mutation",
    async attack({ attempt, host }) {
      const before = host.calls.length;
      const outcome = await attempt(`${findKernel}
forge({"type": "call", "id": 10**6, "run": "another", "method": "tools.call", "params": {"server": "echo-server", "tool": "echo", "arguments": {}}})
await asyncio.sleep(60)`);
      expect(outcome.status).toBe("protocol-violation");
      expect(host.calls.length).toBe(before);
    },
  },
  {
    id: "5.early-end",
    name: "a run's end, forged, with frames after it",
    protection: "a run has one outcome; what comes between runs ends the sandbox",
    checked: "mutation",
    async attack({ attempt, host }) {
      const before = host.calls.length;
      const forged = await attempt(`${findKernel}
forge({"type": "run-end", "id": run, "status": "ok", "value": "'forged'"})
forge({"type": "call", "id": 10**6, "run": run, "method": "tools.call", "params": {"server": "echo-server", "tool": "echo", "arguments": {}}})
await asyncio.sleep(60)`);
      expect(forged).toMatchObject({ status: "ok", value: "'forged'" });
      // What comes now must not wait unread for the next run, nor be passed over.
      await setTimeout(1000);
      await expect
        .poll(async () => (await attempt("await asyncio.sleep(0)")).notices || "none", {
          timeout: 30_000,
        })
        .toMatch(/gone|protocol/);
      expect(host.calls.length).toBe(before);
    },
  },
];
