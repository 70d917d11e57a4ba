import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** A demo in a place of its own, where everything that it leaves behind can be seen. */
export interface DemoProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<{ status: number | null; stdout: string; stderr: string }>;
  /** Command lines of what runs for it now (on Linux): its session, and whoever was told of its folders. */
  running(): Promise<string[]>;
  /** Files and folders in its temporary folder, home and working directory. */
  leftFiles(): Promise<string[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Runs Node with `args`; the child is the first of a session, as in a terminal. */
export async function startDemo(...args: string[]): Promise<DemoProcess> {
  const place = await realpath(await mkdtemp(join(tmpdir(), "demo-test-")));
  const folders = { tmp: join(place, "tmp"), home: join(place, "home"), cwd: join(place, "cwd") };
  for (const folder of Object.values(folders)) await mkdir(folder);
  const child = spawn(process.execPath, args, {
    cwd: folders.cwd,
    env: { ...process.env, HOME: folders.home, TMPDIR: folders.tmp },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const closed = once(child, "close");
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const running = (): Promise<string[]> => commandsOf(child.pid!, place);
  return {
    child,
    ended: closed.then(([status]) => ({ status, stdout: stdout(), stderr: stderr() })),
    running,
    leftFiles: async () =>
      (await Promise.all(Object.values(folders).map((path) => readdir(path)))).flat(),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid!, "SIGKILL");
      await closed;
      await rm(place, { recursive: true, force: true });
    },
  };
}

/** Unlike a reader of the whole stream, this does not mind when the stream is destroyed. */
function collect(stream: Readable): () => string {
  let text = "";
  stream.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
}

async function commandsOf(session: number, place: string): Promise<string[]> {
  if (process.platform !== "linux") return [];
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(pids.map((pid) => commandOf(pid, session, place)));
  return commands.filter((command) => command !== undefined);
}

/** Undefined where the process is not the demo's, or has ended. */
async function commandOf(pid: string, session: number, place: string): Promise<string | undefined> {
  try {
    const [stat, commandLine, environment] = await Promise.all(
      ["stat", "cmdline", "environ"].map((file) => readFile(`/proc/${pid}/${file}`, "utf8")),
    );
    const [state, , , itsSession] = stat!.slice(stat!.lastIndexOf(")") + 2).split(" ");
    const belongs =
      Number(itsSession) === session || `${commandLine}${environment}`.includes(place);
    return belongs && state !== "Z" ? commandLine!.replaceAll("\0", " ") : undefined;
  } catch {
    return undefined;
  }
}
