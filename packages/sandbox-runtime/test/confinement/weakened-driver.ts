// The embedded sandbox with parts of its confinement taken away, to show that an attack works where it may: what is
// contained is then contained by the part, not by a mistake in the attack. It only ever runs this folder's attacks.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { denoArguments, denoEnvironment } from "../../src/drivers/embedded/deno-arguments.ts";
import { findDeno } from "../../src/drivers/embedded/find-deno.ts";
import { confinedProcess } from "../../src/drivers/embedded/confined-process.ts";
import type { SandboxDriver, SandboxExit } from "../../src/drivers/driver.ts";

export interface WeakenedDriver extends SandboxDriver {
  close(): Promise<void>;
}

/**
 * - `globals`: nothing is withdrawn and code may be made from strings; Deno's permissions are as in the real one.
 * - `everything`: Deno has all permissions, and `environment`.
 */
export async function createWeakenedDriver(
  taken: "globals" | "everything",
  environment: Readonly<Record<string, string>>,
): Promise<WeakenedDriver> {
  const folder = await mkdtemp(join(tmpdir(), "weakened-"));
  await copyGuest(folder, taken);
  const deno = findDeno();
  const pyodide = dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));
  const snapshot = fileURLToPath(new URL("../../dist/pyodide.snapshot", import.meta.url));
  const files = {
    pyodide,
    main: join(folder, "guest", "main.ts"),
    ...(existsSync(snapshot) && { snapshot }),
  };
  return {
    name: `weakened (${taken})`,
    async start({ limits }) {
      const confined = denoArguments(files, limits);
      const args = confined
        .map((arg) => arg.replace("--disallow-code-generation-from-strings,", ""))
        .filter((arg) => taken === "globals" || !/^--(deny|allow)-/.test(arg));
      const started =
        taken === "globals"
          ? { ...confinedProcess(deno, args), env: denoEnvironment(deno, process.env) }
          : { command: deno, args: args.toSpliced(1, 0, "-A"), env: environment };
      const child = spawn(started.command, started.args, {
        cwd: folder,
        env: { ...started.env },
        stdio: ["pipe", "pipe", "pipe"],
      });
      const exited = new Promise<SandboxExit>((resolve) => {
        child.once("close", (code, signal) => resolve({ code, signal }));
      });
      await once(child, "spawn");
      return {
        stdin: child.stdin,
        stdout: child.stdout,
        stderr: child.stderr,
        exited,
        async kill() {
          child.kill("SIGKILL");
          await exited;
        },
      };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function copyGuest(folder: string, taken: "globals" | "everything"): Promise<void> {
  const guest = join(folder, "guest");
  await cp(fileURLToPath(new URL("../../src/drivers/embedded/guest/", import.meta.url)), guest, {
    recursive: true,
  });
  await writeFile(
    join(guest, "withdraw-globals.ts"),
    "export function withdrawGlobals(): void {}\n",
  );
  // With Deno's globals there, Pyodide wants a path.
  await edit(join(guest, "worker.ts"), /(?<=indexURL: )fileUrl\((.*)\)/, "$1");
  if (taken === "globals") return;
  await edit(join(guest, "main.ts"), /^.*permissions\.revoke.*\n/m);
  await edit(join(guest, "main.ts"), /^.*addSignalListener.*\n/m);
  await edit(join(guest, "worker.ts"), /^.*permissions\.revoke.*\n/m);
}

async function edit(path: string, remove: RegExp, instead = ""): Promise<void> {
  const text = await readFile(path, "utf8");
  if (!remove.test(text))
    throw new Error(`${path} has nothing like ${remove}: correct this fixture`);
  await writeFile(path, text.replace(remove, instead));
}
