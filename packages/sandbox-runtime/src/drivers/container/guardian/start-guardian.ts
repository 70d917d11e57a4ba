import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ServiceProcess } from "../engine.ts";

export interface GuardianTask {
  engine: "docker" | "podman";
  address: string;
  /** Containers with all of these labels are ours. */
  labels: string[];
  /** Milliseconds in which an engine that is busy makes a container, or fails to. */
  creationMs: number;
  service?: ServiceProcess | undefined;
}

/** What is written to it, a line each. */
export type GuardianWord = { creating: string } | { created: string } | { bye: string[] };

export interface Guardian {
  /** The engine is about to be asked for a container of that name. */
  creating(name: string): void;
  /** It has answered, or is not expected to make it any more. */
  created(name: string): void;
  /** We end in good order: there is nothing to guard any more but what the engine may still make. */
  dismiss(mayAppear?: Iterable<string>): void;
}

/** Its end of the pipe closes when we go away, however we do. */
export function startGuardian(task: GuardianTask): Guardian {
  // Node runs the built file, from sources as well.
  const script = fileURLToPath(
    import.meta.url.endsWith(".ts")
      ? new URL("../../../../dist/drivers/container/guardian/guardian-process.js", import.meta.url)
      : new URL("./guardian-process.js", import.meta.url),
  );
  const child = spawn(process.execPath, [script, JSON.stringify(task)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    windowsHide: true,
    // In a desktop app the program that runs us is Node only where it is told so.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
  });
  child.on("error", () => {});
  child.stdin.on("error", () => {});
  child.unref();
  (child.stdin as typeof child.stdin & { unref(): void }).unref();
  return {
    creating: (name) => void child.stdin.write(line({ creating: name })),
    created: (name) => void child.stdin.write(line({ created: name })),
    dismiss: (mayAppear = []) => void child.stdin.end(line({ bye: [...mayAppear] })),
  };
}

function line(word: GuardianWord): string {
  return `${JSON.stringify(word)}\n`;
}
