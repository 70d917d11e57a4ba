import { execFile } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** How facts about the machine are read. Everything that differs between platforms is passed in here. */
export interface MachineQuestions {
  platform: NodeJS.Platform;
  /** The text of a file, or the target of a link; undefined if it cannot be read. */
  read(path: string): string | undefined;
  /** The output of a program; undefined if it fails. */
  ask(program: string, args: readonly string[]): Promise<string | undefined>;
}

/** Reads from this machine. */
export const machineQuestions: MachineQuestions = {
  platform: process.platform,
  read: readText,
  ask: outputOf,
};

/**
 * Identifies the machine and, if the system reports them, its boot and our namespace of process ids: in a container,
 * which may have the machine's name, the same id is another process. Undefined if only the host name is known: machines
 * that share an engine may have the same name.
 */
export async function thisMachine(
  questions: MachineQuestions = machineQuestions,
): Promise<string | undefined> {
  const found = await identityOf(questions);
  return found && [hostname(), ...found].join(" ");
}

/**
 * When a process started, as the system reports it; process ids are reused. Undefined if there is no such process, or
 * the system does not say.
 */
export async function processStart(
  pid: number,
  { platform, read, ask }: MachineQuestions = machineQuestions,
): Promise<string | undefined> {
  switch (platform) {
    case "linux":
      // Field 22 (proc(5)); the name before it may contain spaces and parentheses.
      return read(`/proc/${pid}/stat`)?.split(") ").at(-1)?.split(" ")[19];
    case "win32":
      return undefined;
    default:
      return (await ask("/bin/ps", ["-o", "lstart=", "-p", String(pid)])) || undefined;
  }
}

async function identityOf(questions: MachineQuestions): Promise<string[] | undefined> {
  const { platform, read, ask } = questions;
  switch (platform) {
    case "linux": {
      const start = read("/proc/sys/kernel/random/boot_id");
      return start ? [start, read("/proc/self/ns/pid") ?? ""] : undefined;
    }
    case "darwin": {
      const start = await ask("/usr/sbin/sysctl", ["-n", "kern.bootsessionuuid"]);
      return start ? [start] : undefined;
    }
    case "win32": {
      // By its full path, since Windows looks in the working directory first.
      const program = join(process.env["SystemRoot"] ?? "C:\\Windows", "System32", "reg.exe");
      const key = String.raw`HKLM\SOFTWARE\Microsoft\Cryptography`;
      const told = await ask(program, ["query", key, "/v", "MachineGuid", "/reg:64"]);
      const id = /MachineGuid\s+REG_SZ\s+(\S+)/.exec(told ?? "")?.[1];
      return id ? [id] : undefined;
    }
    default:
      return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return path.includes("/ns/") ? readlinkSync(path) : readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}

function outputOf(program: string, args: readonly string[]): Promise<string | undefined> {
  // The same text for every language and time zone.
  const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout: 5_000, windowsHide: true }, (error, stdout) => {
      resolve(error ? undefined : stdout.trim());
    });
  });
}
