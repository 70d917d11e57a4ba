import type Docker from "dockerode";
import { answerMs, askEngine } from "../engines/ask-engine.ts";

/**
 * The result of removing a container: it was removed or is being removed; it did not exist; or the engine did not say,
 * and has to be asked again.
 */
export type ContainerEnd = "removed" | "absent" | "unknown";

/** Kills and removes. Never rejects. */
export async function endContainer(client: Docker, id: string): Promise<ContainerEnd> {
  const container = client.getContainer(id);
  let isThere = true;
  try {
    await askEngine(answerMs, (abortSignal) => container.kill({ signal: "SIGKILL", abortSignal }));
  } catch (error) {
    // It is not running, or the engine does not answer.
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === undefined) return "unknown";
    isThere = statusCode !== 404;
  }
  return askEngine(answerMs, (abortSignal) =>
    container.remove({ force: true, v: true, abortSignal }),
  ).then(
    () => "removed",
    ({ statusCode }: { statusCode?: number }) => {
      if (statusCode === 404) return isThere ? "removed" : "absent";
      // It is being removed.
      return statusCode === 409 ? "removed" : "unknown";
    },
  );
}
