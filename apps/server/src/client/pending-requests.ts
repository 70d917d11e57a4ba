import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  CancelledNotificationSchema,
  type JSONRPCMessage,
  type RequestId,
} from "@modelcontextprotocol/sdk/types.js";
import { isRequest } from "./is-request.ts";

/** What a client has asked and has not been answered, seen on the transport of its session. */
export interface PendingRequests {
  readonly size: number;
  /** How many run code, or are about to. */
  readonly runs: number;
  /** Whether the id is in use. */
  has(id: RequestId): boolean;
  /** Resolves when there are none. */
  answered(): Promise<void>;
}

/**
 * Must be given a transport that a server is connected to. `running` are the requests whose code runs; one that is
 * cancelled is not waited for, but runs until it has ended. `onChange` is called after each change.
 */
export function watchRequests(
  transport: Transport,
  running: ReadonlySet<RequestId>,
  onChange: () => void,
): PendingRequests {
  const methods = new Map<RequestId, string>();
  const waiting: (() => void)[] = [];
  const forget = (id: RequestId): void => {
    if (!methods.delete(id)) return;
    if (methods.size === 0) for (const resolve of waiting.splice(0)) resolve();
    onChange();
  };
  const { onmessage } = transport;
  transport.onmessage = (message, extra) => {
    if (isRequest(message)) methods.set(message.id, message.method);
    else {
      // A request that is cancelled gets no answer.
      const cancelled = CancelledNotificationSchema.safeParse(message);
      if (cancelled.success && cancelled.data.params.requestId !== undefined) {
        forget(cancelled.data.params.requestId);
      }
    }
    onmessage?.(message, extra);
  };
  const send = transport.send.bind(transport);
  transport.send = async (message, options) => {
    try {
      await send(message, options);
    } finally {
      if (isAnswer(message)) forget(message.id);
    }
  };
  return {
    get size() {
      return methods.size;
    },
    get runs() {
      const asked = [...methods].filter(([, method]) => method === "tools/call");
      return new Set([...asked.map(([id]) => id), ...running]).size;
    },
    has: (id) => methods.has(id) || running.has(id),
    answered: async () => {
      if (methods.size > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

function isAnswer(message: JSONRPCMessage): message is JSONRPCMessage & { id: RequestId } {
  return "id" in message && message.id !== undefined && !("method" in message);
}
