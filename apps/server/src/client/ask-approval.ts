import { ElicitResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { AccessError } from "../access/access-error.ts";
import type { ApprovalRequest, Approve } from "../access/approval.ts";
import { approvalQuestion, readApprovalAnswer } from "./approval-question.ts";
import type { ClientLink, McpCaller } from "./client-link.ts";

/** Asks the person at our client, through elicitation. If the client does not support it, the call is refused. */
export function createAskApproval(client: ClientLink): Approve {
  return async (request) => {
    if (!client.capabilities?.elicitation?.form) throw cannotAsk(client, request);
    const { signal } = request;
    const caller = request.caller as McpCaller | undefined;
    const params = approvalQuestion(request);
    const result = await client.ask({ method: "elicitation/create", params }, ElicitResultSchema, {
      signal,
      caller,
    });
    return readApprovalAnswer(result);
  };
}

function cannotAsk({ name }: ClientLink, { server, tool }: ApprovalRequest): AccessError {
  const who = name === undefined ? "this MCP client" : `the MCP client ${JSON.stringify(name)}`;
  return new AccessError(
    "cannot-ask",
    `Tool "${tool}" of server "${server}" is called only with the person's yes, and ${who} cannot ask: it does not support elicitation. ` +
      `To change that, the person can use a client that does, or set MCP_BRIDGE_ASK or tools.ask of the entry "${server}" so that this tool needs no approval.`,
    { server, tool },
  );
}
