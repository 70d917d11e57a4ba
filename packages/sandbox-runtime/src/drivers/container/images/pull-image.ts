import { checkImageOptions } from "../../../check-options.ts";
import type { EngineFacts } from "../engines/engine-facts.ts";
import { publishedImage } from "./choose-image.ts";
import { findEngine } from "../engines/find-engine.ts";
import { pullByEngine } from "./pull-by-engine.ts";
import { anyEngine } from "../engines/any-engine.ts";

/** Which image is pulled, and by which engine. */
export interface PullImageOptions {
  /** Default: Podman where it answers, else Docker. */
  engine?: EngineFacts["name"] | undefined;
  /** Default: the published image. */
  image?: string | undefined;
  /** Default: an hour. */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Called with the pull's progress. */
  onProgress?: ((line: string) => void) | undefined;
}

/** Pulls the sandbox image, so that no run has to wait for it. Resolves with its name; throws a SandboxError. */
export async function pullImage(options: PullImageOptions = {}): Promise<string> {
  checkImageOptions(options);
  const { image = publishedImage, timeoutMs = 3_600_000, signal, onProgress } = options;
  const engine = options.engine ? await findEngine(options.engine) : await anyEngine();
  try {
    await pullByEngine(engine, image, { timeoutMs, signal, onStatus: onProgress });
  } finally {
    await engine.close();
  }
  return image;
}
