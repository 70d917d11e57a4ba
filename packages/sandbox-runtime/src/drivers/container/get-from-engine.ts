import type Docker from "dockerode";

/** For what dockerode's own methods take no signal. Rejects with `statusCode` where the answer is not 200. */
export function getFromEngine(client: Docker, path: string, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    client.modem.dial(
      { path, method: "GET", statusCodes: { 200: true }, abortSignal: signal },
      (error: unknown, reply: unknown) => (error ? reject(error) : resolve(reply)),
    );
  });
}
