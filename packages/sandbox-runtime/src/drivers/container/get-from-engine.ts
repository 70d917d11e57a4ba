import type Docker from "dockerode";

/**
 * For what dockerode's own methods take no signal. `query` goes behind the path, which has none of its own: of one that
 * has, dockerode takes the last character away. Rejects with `statusCode` where the answer is not 200.
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
