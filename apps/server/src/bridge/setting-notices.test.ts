import { expect, test } from "vitest";
import { settingNotices } from "./setting-notices.ts";

const limits = { timeoutMs: 300_000, timeoutSeconds: 300, memoryLimitBytes: 512 * 1024 ** 2 };
const timeout = { status: "timeout", output: [] } as const;

test("a limit that a setting sets is told with the setting, or with what the run may ask for", () => {
  expect(settingNotices(timeout, limits)).toEqual([
    "MCP_BRIDGE_TIMEOUT sets how long a run may take",
  ]);
  expect(settingNotices(timeout, { ...limits, timeoutMs: 2_000 })).toEqual([
    "a run may be given up to 300 s here",
  ]);
  const error = { type: "MemoryError", message: "" };
  expect(settingNotices({ status: "error", output: [], error }, limits)).toEqual([
    "a sandbox has 512 MiB of memory here, which MCP_BRIDGE_MEMORY_LIMIT sets",
  ]);
  const traceback =
    'MCPError: Server "a" did not start: it did not answer within 60 s; if it needs longer to start, raise its start-up time-out';
  const slow = { status: "error", output: [], error: { ...error, traceback } } as const;
  expect(settingNotices({ ...slow, error: { ...slow.error, type: "MCPError" } }, limits)).toEqual([
    expect.stringMatching(/^MCP_BRIDGE_STARTUP_TIMEOUT sets how long servers may take to start/),
  ]);
  expect(settingNotices({ status: "ok", output: [] }, limits)).toEqual([]);
});
