import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { confinedProcess } from "./confined-process.ts";

test.runIf(existsSync("/bin/sh")).each(["linux", "darwin"] as const)(
  "on %s a shell takes files and core dumps away, and becomes the command",
  (platform) => {
    expect(confinedProcess("/opt/deno", ["run", "a b"], platform)).toEqual({
      command: "/bin/sh",
      args: ["-c", 'ulimit -c 0 && ulimit -f 0 && exec "$0" "$@"', "/opt/deno", "run", "a b"],
      detached: true,
    });
  },
);

test("Windows has no such limits, and the command is as it was", () => {
  const deno = String.raw`C:\deno.exe`;
  expect(confinedProcess(deno, ["run"], "win32")).toEqual({
    command: deno,
    args: ["run"],
    detached: false,
  });
});
