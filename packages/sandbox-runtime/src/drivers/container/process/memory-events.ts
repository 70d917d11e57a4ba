import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { askEngine } from "../engines/ask-engine.ts";

const eventsMs = 2_000;

/**
 * Whether Docker was told that the container, which has ended, ran out of memory, and not that anybody killed it: a
 * process of an earlier run may have used up the memory. Where the OCI runtime has a kernel of its own, such as gVisor,
 * the whole sandbox is killed then, and nothing in it is left to say why. Never rejects. Podman has no such events.
 */
export async function ranOutOfMemory({ modem }: Docker, id: string): Promise<boolean> {
  const options = {
    since: 0,
    until: (Date.now() / 1000).toFixed(9),
    filters: { container: [id], event: ["oom", "kill"] },
  };
  const ask = async (abortSignal: AbortSignal): Promise<string> => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      modem.dial(
        {
          path: "/events?",
          method: "GET",
          isStream: true,
          abortSignal,
          options,
          statusCodes: { 200: true },
        },
        (error: unknown, stream: unknown) =>
          error ? reject(error) : resolve(stream as IncomingMessage),
      );
    });
    return text(answer);
  };
  return askEngine(eventsMs, ask).then(
    (events) => /"Action":"oom"/.test(events) && !/"Action":"kill"/.test(events),
    () => false,
  );
}
