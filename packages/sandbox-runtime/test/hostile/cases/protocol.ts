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
      await expect
        .poll(async () => (await attempt("await asyncio.sleep(0)")).notices || "none", {
          timeout: 30_000,
        })
        .toMatch(/gone|protocol/);
      expect(host.calls.length).toBe(before);
    },
  },
];
