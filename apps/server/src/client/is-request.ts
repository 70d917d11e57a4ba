import type { JSONRPCMessage, JSONRPCRequest } from "@modelcontextprotocol/sdk/types.js";

/**
 * Of a message that a transport has taken, which the schema has seen: to ask it again, as the SDK's own function does, takes
 * longer than most of what is done for a short run.
 */
export function isRequest(message: JSONRPCMessage): message is JSONRPCRequest {
  return "method" in message && "id" in message;
}
