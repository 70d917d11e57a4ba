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
  const seen = new Set<string>();
  const running = (): Promise<string[]> => commandsOf(child.pid!, place, seen);
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

interface SeenProcess {
  /** A process id alone may be given out again. */
  identity: string;
  pid: string;
  parent: string;
  session: string;
  /** Command line and environment. */
  words: string;
  command: string;
}

/**
 * Command lines of the demo's session, of whoever was told of its folders, of all that these have started, and of
 * those of them that were `seen` before: a sandbox has a session of its own and outlives whoever it was a child of.
 */
async function commandsOf(session: number, place: string, seen: Set<string>): Promise<string[]> {
  if (process.platform !== "linux") return [];
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(pids.map(readProcess))).filter((each) => each !== undefined);
  const own = new Map<string, SeenProcess>();
  for (let size = -1; size < own.size;) {
    size = own.size;
    for (const each of all) {
      const belongs =
        Number(each.session) === session ||
        each.words.includes(place) ||
        own.has(each.parent) ||
        seen.has(each.identity);
      if (belongs) own.set(each.pid, each);
    }
  }
  for (const { identity } of own.values()) seen.add(identity);
  return [...own.values()].map(({ command }) => command);
}

/** Undefined where the process has ended. */
async function readProcess(pid: string): Promise<SeenProcess | undefined> {
  try {
    const [stat = "", commandLine = "", environment = ""] = await Promise.all(
      ["stat", "cmdline", "environ"].map((file) => readFile(`/proc/${pid}/${file}`, "utf8")),
    );
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, parent = "", , session = ""] = fields;
    if (state === "Z") return undefined;
    const command = commandLine.replaceAll("\0", " ");
    const words = `${commandLine}${environment}`;
    return { identity: `${pid} ${fields[19]}`, pid, parent, session, words, command };
  } catch {
    return undefined;
  }
}
