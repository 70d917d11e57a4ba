import { buildImage, SandboxError } from "@mcp-code-execution/sandbox-runtime";

export interface ImageBuildOptions {
  engine?: "docker" | "podman" | undefined;
  base?: string | undefined;
  network?: string | undefined;
}

/** Builds the sandbox image on the user's engine and shows progress. Resolves with the exit status. */
export async function imageBuild(
  options: ImageBuildOptions,
  log: (line: string) => void,
): Promise<number> {
  try {
    const image = await buildImage({ ...options, onProgress: log });
    process.stdout.write(`${image}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    log(error.message);
    return 1;
  }
}
