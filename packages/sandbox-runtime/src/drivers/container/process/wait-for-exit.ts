import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { z } from "zod";

const reply = z.object({ StatusCode: z.number(), Error: z.object({}).nullish() });

/**
 * Resolves with the container's exit code when it next ends; null if the engine does not know it. Rejects if the engine
 * goes away first, or at the signal. dockerode's own `wait` is not used: it never settles if the engine goes away
 * during its answer.
 */
export async function waitForExit(
  { modem }: Docker,
  id: string,
  abortSignal: AbortSignal,
): Promise<number | null> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    modem.dial(
      {
        path: `/containers/${id}/wait?`,
        method: "POST",
        isStream: true,
        abortSignal,
        options: { condition: "next-exit" },
        statusCodes: { 200: true, 404: "no such container", 500: "server error" },
      },
      (error: unknown, stream: unknown) =>
        error ? reject(error) : resolve(stream as IncomingMessage),
    );
  });
  const { StatusCode, Error: problem } = reply.parse(JSON.parse(await text(answer)));
  return problem ? null : StatusCode;
}
