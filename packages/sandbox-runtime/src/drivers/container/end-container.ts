import type Docker from "dockerode";
import { answerMs, askEngine } from "./ask-engine.ts";

/**
 * Kills and removes; what is gone already is as it should be. False where the engine did not say that it is gone: then
 * it has to be asked again. Never rejects.
 */
export async function endContainer(client: Docker, id: string): Promise<boolean> {
  const container = client.getContainer(id);
  try {
    await askEngine(answerMs, (abortSignal) => container.kill({ signal: "SIGKILL", abortSignal }));
  } catch (error) {
    // It is not running, or there is no answer to anything.
    if ((error as { statusCode?: number }).statusCode === undefined) return false;
  }
  return askEngine(answerMs, (abortSignal) =>
    container.remove({ force: true, v: true, abortSignal }),
  ).then(
    () => true,
    // 404: it is gone; 409: it is being removed.
    ({ statusCode }: { statusCode?: number }) => statusCode === 404 || statusCode === 409,
  );
}
