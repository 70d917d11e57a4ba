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
  expect(settingNotices({ status: "ok", output: [] }, limits)).toEqual([]);
});
