import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ServiceProcess } from "../engines/engine.ts";

export interface GuardianTask {
  engine: "docker" | "podman";
  address: string;
  /** Containers with all of these labels are ours. */
  labels: string[];
  /** Milliseconds in which a busy engine creates a container, or fails to. */
  creationMs: number;
  service?: ServiceProcess | undefined;
}

/** A message to the guardian, one per line. */
export type GuardianWord = { creating: string } | { created: string } | { bye: string[] };

export interface Guardian {
  /** A container of that name is about to be requested. */
  creating(name: string): void;
  /** The engine has answered, or is no longer expected to create it. */
  created(name: string): void;
  /** The host ends in good order: only containers that the engine may still create need a guardian. */
  dismiss(mayAppear?: Iterable<string>): void;
}

/** Starts the guardian. Its input ends when this process does, for whatever reason. */
export function startGuardian(task: GuardianTask): Guardian {
  // Node runs the built file, even when this package runs from sources.
  const script = fileURLToPath(
    import.meta.url.endsWith(".ts")
      ? new URL("../../../../dist/drivers/container/guardian/guardian-process.js", import.meta.url)
      : new URL("./guardian-process.js", import.meta.url),
  );
  const child = spawn(process.execPath, [script, JSON.stringify(task)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    windowsHide: true,
    // In an Electron app, the executable behaves as Node only with this variable.
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
