import { pullImage, SandboxError } from "@mcp-code-execution/sandbox-runtime";
import { readConfig } from "../../configuration/load-options.ts";

export interface ImagePullOptions {
  engine?: "docker" | "podman" | undefined;
}

/** Pulls the sandbox image. Prints its name and resolves with the exit status. */
export async function imagePull(
  image: string | undefined,
  { engine }: ImagePullOptions,
  log: (line: string) => void,
): Promise<number> {
  const { settings } = await readConfig();
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort());
  try {
    const pulled = await pullImage({
      engine: engine ?? (settings.runtime === "docker" ? "docker" : undefined),
      image: image ?? settings.image,
      signal: interrupted.signal,
      onProgress: log,
    });
    process.stdout.write(`${pulled}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    log(error.message);
    return 1;
  }
}
