// Calls that no run may make any more, and more of them than one may.
import { expect } from "vitest";
import { createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import type { RecordingHost } from "../recording-host.ts";
import type { HeardFrame } from "./fake-sandbox.ts";
import { call, end } from "./forged-frames.ts";
import { defineForgedCase } from "./forged-sandbox.ts";

defineForgedCase(
  {
    id: "6.after-cancel",
    name: "calls of a run that was cancelled",
    protection: "the host puts no call of a stopped run to a server",
    checked: "mutation",
  },
  async ({ fake, host, runtime }) => {
    const controller = new AbortController();
    const answers: HeardFrame[] = [];
    fake.onFrame = (frame) => {
      const id = String(frame["id"]);
      if (frame.type === "run-start") controller.abort();
      if (frame.type === "run-interrupt") {
        fake.sayFrame(call(1, id));
        fake.sayFrame({ ...end(id), status: "interrupted" });
      }
      if (frame.type === "call-result") answers.push(frame);
    };
    const outcome = await runtime.run("1", { signal: controller.signal });
    expect(outcome.status).toBe("cancelled");
    expect(host.calls).toEqual([]);
    expect(answers).toMatchObject([{ ok: false, error: { code: "refused" } }]);
  },
);

defineForgedCase(
  {
    id: "6.end-beside-call",
    name: "a call and the end of its run in one piece of input",
    protection: "the end of a run aborts its calls at once",
    checked: "mutation",
  },
  async ({ fake, host }) => {
    let acted = 0;
    const slow: RecordingHost = {
      ...host,
      async callTool(_request, { signal }) {
        await Promise.resolve();
        if (!signal.aborted) acted += 1;
        return { content: [] };
      },
    };
    await using other = await createSandboxRuntime({ driver: fake.driver, host: slow });
    fake.onFrame = (frame) => {
      const id = String(frame["id"]);
      const both = [call(1, id), end(id)].map((each) => `${JSON.stringify(each)}\n`).join("");
      if (frame.type === "run-start") fake.say(both);
    };
    expect((await other.run("1")).status).toBe("ok");
    expect(acted).toBe(0);
  },
);

defineForgedCase(
  {
    id: "6.waiting-calls",
    name: "more calls at once than a host can hold",
    protection: "a bound on the calls of a run that wait",
    checked: "mutation",
  },
  async ({ fake, host, run }) => {
    let refusals = 0;
    await run((id) => {
      const before = fake.onFrame;
      fake.onFrame = (frame) => {
        if (frame.type !== "call-result") return before(frame);
        refusals += 1;
        // They are begun a few in each turn.
        const allBegun = setInterval(() => {
          if (refusals < 10 || host.calls.length < 20_000) return;
          clearInterval(allBegun);
          fake.sayFrame(end(id));
        }, 10);
      };
      const params = { server: "echo-server", tool: "hang", arguments: {} };
      for (let asked = 0; asked < 20_010; asked += 1) fake.sayFrame(call(asked, id, { params }));
    }, 60_000);
    expect(host.calls).toHaveLength(20_000);
    expect(refusals).toBe(10);
  },
);
