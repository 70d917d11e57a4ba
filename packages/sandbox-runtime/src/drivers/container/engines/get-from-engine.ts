/** The part of dockerode's client that makes requests: `connectPlainly` has a client with nothing else. */
export interface EngineClient {
  modem: {
    dial(request: EngineRequest, done: (error: unknown, reply?: unknown) => void): void;
  };
}

export interface EngineRequest {
  method: "GET" | "POST" | "DELETE";
  /** With a `?` at its end if there is a query. */
  path: string;
  options?: Record<string, unknown>;
  statusCodes: Record<number, boolean>;
  abortSignal: AbortSignal;
}

/**
 * For requests whose dockerode methods take no signal. `query` is appended to the path, which must have none: dockerode
 * removes the last character of one. Rejects with `statusCode` if the answer is not a success.
 */
export function getFromEngine(
  client: EngineClient,
  path: string,
  signal: AbortSignal,
  query?: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  return requestFromEngine(client, "GET", path, signal, query);
}

/** As `getFromEngine`, also for requests that change something. */
export function requestFromEngine(
  { modem }: EngineClient,
  method: EngineRequest["method"],
  path: string,
  abortSignal: AbortSignal,
  query?: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request: EngineRequest = {
      path: query ? `${path}?` : path,
      ...(query && { options: query }),
      method,
      statusCodes: { 200: true, 204: true },
      abortSignal,
    };
    modem.dial(request, (error: unknown, reply: unknown) =>
      error ? reject(error) : resolve(reply),
    );
  });
}
