// Where the SDK takes an id that is 0 or empty for none: such a request cannot be cancelled, neither here nor at the end of
// a client that is made with the SDK. Some clients count from 0, as the SDK itself does.
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CancelledNotificationSchema, type RequestId } from "@modelcontextprotocol/sdk/types.js";

/** What the SDK's protocol has of its own, and tells nobody. */
interface Inside {
  /** Of the requests that are being answered. */
  _requestHandlerAbortControllers: ReadonlyMap<RequestId, AbortController>;
  /** The id of our next request. */
  _requestMessageId: number;
}

/** Has requests cancelled whatever their id, and our own questions begin with 1. To be called before the server is connected. */
export function mendFalsyIds(server: Server): void {
  const inside = server as unknown as Inside;
  inside._requestMessageId = 1;
  const connect = server.connect.bind(server);
  server.connect = (transport) => {
    transport.onmessage = (message) => {
      if (!("method" in message) || message.method !== "notifications/cancelled") return;
      const params = CancelledNotificationSchema.safeParse(message).data?.params;
      const id = params?.requestId;
      if (id === 0 || id === "")
        inside._requestHandlerAbortControllers.get(id)?.abort(params?.reason);
    };
    return connect(transport);
  };
}
