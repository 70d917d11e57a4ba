import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { ResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { longestTimerMs } from "../calls/time-limit.ts";
import { underSignal } from "../cancelling/under-signal.ts";
import type { Asker, RequestOptions } from "../transports/request-options.ts";
import type { UpstreamTransport } from "../transports/upstream-transport.ts";

type Params = Record<string, unknown>;

/** Makes the requests of one client. They end with the results as the server sent them. */
export interface RequestSender {
  /** The asker is told how it ends. The signal belongs to this request only. May throw. */
  send(method: string, params: Params, options: RequestOptions, asker: Asker): void;
  request(method: string, params: Params, signal: AbortSignal): Promise<Record<string, unknown>>;
}

/** They are written by our own code where the transport can do that, otherwise by the SDK's client. */
export function createRequestSender(client: Client, transport: UpstreamTransport): RequestSender {
  function send(method: string, params: Params, options: RequestOptions, asker: Asker): void {
    if (transport.ask) return transport.ask(method, params, options, asker);
    const { signal, onProgress } = options;
    const asked = client.request({ method, params }, ResultSchema, {
      // The SDK only reads whether it is aborted and why, and listens to it, so no real AbortSignal is needed. It ends
      // the request before the SDK's own time-out does.
      signal: signal as AbortSignal,
      timeout: longestTimerMs,
      ...(onProgress && { onprogress: onProgress }),
    });
    void asked.then(
      (answer) => asker.answered(answer),
      (error: unknown) => asker.failed(error),
    );
  }

  return {
    send,
    request: (method, params, signal) =>
      underSignal(
        signal,
        (own) =>
          new Promise((answered, failed) =>
            send(method, params, { signal: own }, { answered, failed }),
          ),
      ),
  };
}
