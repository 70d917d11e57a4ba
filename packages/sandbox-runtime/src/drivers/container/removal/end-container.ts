import { answerMs, askEngine } from "../engines/ask-engine.ts";
import { requestFromEngine, type EngineClient } from "../engines/get-from-engine.ts";

/**
 * The result of removing a container: it was removed or is being removed; it did not exist; or the engine did not say,
 * and has to be asked again.
 */
export type ContainerEnd = "removed" | "absent" | "unknown";

/** Kills and removes. Never rejects. */
export async function endContainer(client: EngineClient, id: string): Promise<ContainerEnd> {
  const path = `/containers/${id}`;
  let isThere = true;
  try {
    await askEngine(answerMs, (signal) =>
      requestFromEngine(client, "POST", `${path}/kill`, signal, { signal: "SIGKILL" }),
    );
  } catch (error) {
    // It is not running, or the engine does not answer.
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === undefined) return "unknown";
    isThere = statusCode !== 404;
  }
  return askEngine(answerMs, (signal) =>
    requestFromEngine(client, "DELETE", path, signal, { force: true, v: true }),
  ).then(
    () => "removed",
    ({ statusCode }: { statusCode?: number }) => {
      if (statusCode === 404) return isThere ? "removed" : "absent";
      // It is being removed.
      return statusCode === 409 ? "removed" : "unknown";
    },
  );
}
