import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { z } from "zod";

const reply = z.object({ StatusCode: z.number(), Error: z.object({}).nullish() });

/**
 * The exit code of the container's next end; null where the engine cannot tell. Rejects where the engine went away
 * first, or at the signal. Not dockerode's own `wait`: that one says nothing at all when an engine goes away in the middle of its answer.
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
