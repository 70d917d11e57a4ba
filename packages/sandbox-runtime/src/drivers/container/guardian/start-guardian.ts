import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface GuardianTask {
  engine: "docker" | "podman";
  address: string;
  /** Containers with all of these labels are ours. */
  labels: string[];
  servicePid?: number | undefined;
}

export interface Guardian {
  /** We end in good order: there is nothing to guard any more. */
  dismiss(): void;
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
    dismiss() {
      child.stdin.end("bye\n");
    },
  };
}
