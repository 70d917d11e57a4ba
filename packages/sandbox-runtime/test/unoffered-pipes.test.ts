// A sandbox whose system does not let its pipes be given to another user, as gVisor's does not.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const python = fileURLToPath(new URL("../../../sandbox/python", import.meta.url));
// The kernel of a container is of Linux, and not every machine has a Python of its own.
const hasPython = process.platform === "linux" && spawnSync("python3", ["--version"]).status === 0;

it.runIf(hasPython)(
  "offers no pipes where they cannot be opened to the host, and keeps none",
  () => {
    const offer = `
import os, sys
sys.path.insert(0, ${JSON.stringify(python)})
from kernel.direct_pipes import offer_pipes
def refuse(*_): raise PermissionError(1, "Operation not permitted")
os.fchmod = refuse
_, to_kernel = os.pipe()
control, replies = os.pipe()
free = os.dup(0)
os.close(free)
print(offer_pipes(control, replies, to_kernel), os.dup(0) == free)`;
    const { stdout, stderr } = spawnSync("python3", ["-c", offer], { encoding: "utf8" });
    expect(stderr + stdout).toBe("None True\n");
  },
);
