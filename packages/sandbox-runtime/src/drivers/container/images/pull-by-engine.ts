import { SandboxError } from "../../../sandbox-error.ts";
import { askEngine } from "../engines/ask-engine.ts";
import type { Engine } from "../engines/engine.ts";
import type { DriverStartOptions } from "../../driver.ts";

/** The time limit of a pull, and who is told about its progress. */
export interface PullOptions {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  onStep?: DriverStartOptions["onStep"];
  onStatus?: ((status: string) => void) | undefined;
}

interface PullEvent {
  status?: string;
  id?: string;
  error?: string;
  progressDetail?: { current?: number; total?: number };
}

/** Pulls within the start-up time-out and reports progress. Throws a SandboxError that says how to pull by hand. */
export async function pullByEngine(
  { client, name: engine }: Engine,
  image: string,
  { timeoutMs, signal, onStep, onStatus }: PullOptions,
): Promise<void> {
  const byHand = `Pull it beforehand with \`${engine} pull ${image}\`, or build one with \`npx mcp-code-execution image build\``;
  const late = `The image ${image} was not pulled within ${timeoutMs / 1000} s. ${byHand}, or raise MCP_BRIDGE_STARTUP_TIMEOUT.`;
  onStep?.(`pulling the image ${image}`, late);
  const timeout = AbortSignal.timeout(Math.min(timeoutMs, 2 ** 31 - 1));
  const ended = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const layers = new Map<string, { current: number; total: number }>();
  let lastPercent = -1;

  function report(event: PullEvent): void {
    const { current, total } = event.progressDetail ?? {};
    if (!event.id || current === undefined || !total) return;
    layers.set(event.id, { current, total });
    const sum = (key: "current" | "total"): number =>
      [...layers.values()].reduce((whole, layer) => whole + layer[key], 0);
    const percent = Math.floor((sum("current") / sum("total")) * 20) * 5;
    if (percent > lastPercent) {
      lastPercent = percent;
      onStatus?.(`pulling the image ${image}: ${percent}%`);
    }
  }

  onStatus?.(`pulling the image ${image}`);
  try {
    const stream = await askEngine(
      timeoutMs,
      () => client.pull(image, { abortSignal: ended }),
      signal,
    );
    const stop = (): void => {
      (stream as NodeJS.ReadableStream & { destroy(error: Error): void }).destroy(
        new Error("stopped"),
      );
    };
    ended.addEventListener("abort", stop, { once: true });
    await new Promise<void>((resolve, reject) => {
      client.modem.followProgress(
        stream,
        (error: Error | null) => (error ? reject(error) : resolve()),
        (event: PullEvent) => {
          if (event.error) reject(new Error(event.error));
          else report(event);
        },
      );
      stream.once("error", reject);
    }).finally(() => ended.removeEventListener("abort", stop));
  } catch (error) {
    if (signal?.aborted)
      throw new SandboxError("closed", "The pull of the image was cancelled.", { cause: error });
    const message = timeout.aborted
      ? late
      : `The image ${image} is not here and cannot be pulled: ${(error as Error).message.trim()}. ${byHand}, or name another with MCP_BRIDGE_IMAGE; any image with python3 will do.`;
    throw new SandboxError("start-failed", message, { cause: error });
  }
}
