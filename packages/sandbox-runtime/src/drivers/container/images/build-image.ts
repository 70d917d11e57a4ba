import { fileURLToPath } from "node:url";
import { checkImageOptions } from "../../../check-options.ts";
import { SandboxError } from "../../../sandbox-error.ts";
import { builtImage } from "./choose-image.ts";
import { anyEngine } from "../engines/any-engine.ts";
import { findEngine } from "../engines/find-engine.ts";

/** Where the image is built, from what, and under which name. */
export interface BuildImageOptions {
  /** Default: Podman if it answers, otherwise Docker. */
  engine?: "docker" | "podman" | undefined;
  /** Base image; default `debian:trixie-slim`. Any image with Debian's packages works. */
  base?: string | undefined;
  /** Network of the build, as the engine names it; default the engine's own. */
  network?: string | undefined;
  /** Name of the built image; default the one that sandboxes use first. */
  tag?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Called with each line of the build's output. */
  onProgress?: ((line: string) => void) | undefined;
}

interface BuildEvent {
  stream?: string;
  status?: string;
  error?: string;
}

/** Builds the sandbox image with the packages for data analysis. Resolves with its name; throws a SandboxError. */
export async function buildImage(options: BuildImageOptions = {}): Promise<string> {
  checkImageOptions(options);
  const { base, network, tag = builtImage, signal, onProgress } = options;
  const engine = options.engine ? await findEngine(options.engine) : await anyEngine();
  onProgress?.(`building ${tag} with ${engine.name}`);
  let failure: string | undefined;
  try {
    // The build copies the Dockerfile beside this file; when run from sources, the original is read.
    const folder = import.meta.url.endsWith(".ts") ? "../../../../../../sandbox/" : "../../../";
    const context = fileURLToPath(new URL(folder, import.meta.url));
    const stream = await engine.client.buildImage(
      { context, src: ["Dockerfile"] },
      {
        t: tag,
        ...(base && { buildargs: { BASE: base } }),
        ...(network && { networkmode: network }),
        ...(signal && { abortSignal: signal }),
      },
    );
    await new Promise<void>((resolve, reject) => {
      engine.client.modem.followProgress(
        stream,
        (error: Error | null) => (error ? reject(error) : resolve()),
        ({ stream: line, status, error }: BuildEvent) => {
          failure ??= error;
          const text = (line ?? status ?? error ?? "").trimEnd();
          if (text) onProgress?.(text);
        },
      );
    });
  } catch (error) {
    failure ??= error instanceof Error ? error.message : String(error);
  } finally {
    await engine.close();
  }
  if (failure === undefined) return tag;
  throw new SandboxError(
    "start-failed",
    `${engine.name} could not build ${tag}: ${failure.trim()}. The lines before say where it stopped; the build needs the base image and Debian's packages.`,
  );
}
