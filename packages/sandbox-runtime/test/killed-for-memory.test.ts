// How the supervisor of a container reads what its control group has counted, as different systems write it.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const python = fileURLToPath(new URL("../../../sandbox/python", import.meta.url));

// The kernel of a container is of Linux, and not every machine has a Python of its own.
const hasPython = process.platform === "linux" && spawnSync("python3", ["--version"]).status === 0;

it.runIf(hasPython).each([
  ["version 2", "low 0\nhigh 0\nmax 7\noom 3\noom_kill 2\noom_group_kill 0\n", 2],
  ["version 1", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n", 2],
  ["an older version 1, which does not count", "oom_kill_disable 0\nunder_oom 0\n", 0],
])("counts the processes that were killed as control groups of %s say", (_, file, killed) => {
  const read = `
import os, sys, tempfile
sys.path.insert(0, ${JSON.stringify(python)})
from kernel import killed_for_memory
with tempfile.NamedTemporaryFile() as counters:
    killed_for_memory._COUNTERS = (counters.name,)
    since = killed_for_memory.KilledForMemory()
    counters.write(${JSON.stringify(file)}.encode())
    counters.flush()
    told = since.has_killed()
    since.begin_run()
    print(since._count(), told, since.has_killed())`;
  const { stdout, stderr } = spawnSync("python3", ["-c", read], { encoding: "utf8" });
  expect(stderr + stdout).toBe(`${killed} ${killed > 0 ? "True" : "False"} False\n`);
});
