// What a container's first process offers as its pipes, if the image's python3 is not Python.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openOffered } from "../../src/drivers/container/process/direct-pipes.ts";
import type { OfferedPipe } from "../../src/protocol/sandbox-frames.ts";
import { hostile } from "./hostile-case.ts";

/** Any process with a pipe on each side. What it reads, it writes, and its number is on its stderr. */
const between = `tail -f /dev/null | sh -c 'echo $$ >&2; exec cat' | tail -f /dev/null`;

const notItsPipes = {
  id: "5.pipes-of-another",
  name: "an offer of descriptors that are not the process's own pipes",
  protection:
    "the host compares the inode of what it opens with the offered one before it reads or writes",
  checked: "mutation",
};

// Elsewhere there is no /proc, and pipes are not opened.
describe.runIf(process.platform === "linux")("offered pipes", () => {
  let shell: ReturnType<typeof spawn>;
  let pid = 0;
  beforeAll(async () => {
    shell = spawn("sh", ["-c", between], { detached: true, stdio: ["ignore", "ignore", "pipe"] });
    const [line] = (await once(shell.stderr!, "data")) as [Buffer];
    pid = Number(line.toString());
    // It is still the shell until the number of what it runs is the program's.
    while (readFileSync(`/proc/${pid}/comm`, "utf8") !== "cat\n");
  });
  afterAll(() => process.kill(-shell.pid!, "SIGKILL"));

  const pipe = (descriptor: number): OfferedPipe => ({
    descriptor,
    inode: statSync(`/proc/${pid}/fd/${descriptor}`).ino,
  });

  it("carry what each end writes", async () => {
    const { toSandbox, fromSandbox } = await openOffered(pid, {
      toSandbox: pipe(0),
      fromSandbox: pipe(1),
    });
    toSandbox.write("there and back");
    const [heard] = (await once(fromSandbox, "data")) as [Buffer];
    expect(heard.toString()).toBe("there and back");
    toSandbox.destroy();
    fromSandbox.destroy();
  });

  it(`[${notItsPipes.id}] ${notItsPipes.name}`, hostile("host", notItsPipes), async () => {
    const open = openDescriptors();
    const other = { descriptor: 1, inode: pipe(1).inode + 1 };
    const socket = { descriptor: 2, inode: statSync(`/proc/${pid}/fd/2`).ino };
    const file = { descriptor: 255, inode: 1 };
    for (const odd of [other, socket, file]) {
      const offers = [
        { toSandbox: pipe(0), fromSandbox: odd },
        { toSandbox: odd, fromSandbox: pipe(1) },
      ];
      for (const offer of offers) await expect(openOffered(pid, offer)).rejects.toThrow("/proc/");
    }
    expect(openDescriptors()).toEqual(open);
  });
});

/** The pipes that this process has open, each as often as it has it. */
function openDescriptors(): string[] {
  const links = readdirSync("/proc/self/fd").map((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      // That of the folder, which is closed again.
      return "";
    }
  });
  return links.filter((link) => link.startsWith("pipe:")).toSorted();
}
