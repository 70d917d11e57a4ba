import type Docker from "dockerode";

/**
 * For requests whose dockerode methods take no signal. `query` is appended to the path, which must have none: dockerode
 * removes the last character of one. Rejects with `statusCode` if the answer is not 200.
 */
export function getFromEngine(
  client: Docker,
  path: string,
  signal: AbortSignal,
  query?: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    client.modem.dial(
      {
        path: query ? `${path}?` : path,
        ...(query && { options: query }),
        method: "GET",
        statusCodes: { 200: true },
        abortSignal: signal,
      },
      (error: unknown, reply: unknown) => (error ? reject(error) : resolve(reply)),
    );
  });
}
