// The SDK takes an id that is 0 or empty for no id, so such a request cannot be cancelled, neither here nor by a client that
// uses the SDK. Some clients count from 0, as the SDK itself does.
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CancelledNotificationSchema, type RequestId } from "@modelcontextprotocol/sdk/types.js";

/** Private fields of the SDK's `Protocol`. */
interface Inside {
  /** By the ids of the requests that are being answered. */
  _requestHandlerAbortControllers: ReadonlyMap<RequestId, AbortController>;
  /** The id of our next request. */
  _requestMessageId: number;
}

/** Makes requests cancellable whatever their id, and numbers our own from 1. Must be called before the server connects. */
export function acceptFalsyIds(server: Server): void {
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
